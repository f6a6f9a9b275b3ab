using System.Numerics;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.Rpc;

/// <summary>The same client against a real node.</summary>
public sealed class RealChainTests
{
    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address)(uint256)");
    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)(bool)");
    private static readonly AbiEvent Transferred = AbiEvent.Parse("Transfer(address indexed from,address indexed to,uint256 value)");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_HeadersLogsAndState_AtPinnedBlocks()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var client = anvil.Client;
        var owner = anvil.Accounts[0];
        var holder = Address.Parse("0x00000000000000000000000000000000000000ff");
        var (token, _) = await DeployContracts.TokenAndVaultAsync(anvil, owner, ct: Ct);
        await token.MintAsync(owner, owner, 100);
        var before = (await client.GetBlockAsync(BlockTag.Latest, Ct))!;
        var receipt = await token.TransferAsync(owner, holder, 5);
        var after = (await client.GetBlockAsync(receipt.BlockHash, Ct))!;

        after.ParentHash.ShouldBe(before.Hash);
        (await client.GetBlocksAsync(before.Number, after.Number + 1, Ct)).Select(header => header?.Hash).ShouldBe([before.Hash, after.Hash, null]);
        (await client.GetBlockAsync(Keccak256.Hash("no block"u8), Ct)).ShouldBeNull();

        async Task<BigInteger> BalanceAsync(BlockRef at) => BalanceOf.DecodeResult(await client.CallAsync(new EthCall(token.Address, BalanceOf.Encode(holder)), at, Ct)).Integer(0);
        (await BalanceAsync(BlockRef.At(before.Hash))).ShouldBe(0);
        (await BalanceAsync(BlockRef.At(after.Hash))).ShouldBe(5);
        (await BalanceAsync(BlockRef.At(before.Number))).ShouldBe(0);
        (await Should.ThrowAsync<RpcException>(() => BalanceAsync(BlockRef.At(Keccak256.Hash("no block"u8))))).Fault.Kind.ShouldBe(RpcFaultKind.MissingState);

        var log = (await client.GetLogsAsync(before.Number, after.Number, [token.Address], [Transferred.Topic0], Ct)).Single(each => each.BlockHash == after.Hash);
        Transferred.Decode(log.Topics, log.Data).Integer("value").ShouldBe(5);
        (await client.GetLogsAsync(after.Hash, [token.Address], [Transferred.Topic0], Ct)).Single().TransactionHash.ShouldBe(receipt.TransactionHash);
        (await client.GetLogsAsync(after.Hash, [holder], null, Ct)).ShouldBeEmpty();

        LogsBloom.MayContain(after.LogsBloom, token.Address).ShouldBeTrue();
        LogsBloom.MayContain(after.LogsBloom, Transferred.Topic0).ShouldBeTrue();
        LogsBloom.MayContain(after.LogsBloom, holder).ShouldBeFalse();
        (await client.GetCodeAsync(token.Address, BlockRef.Latest, Ct)).ShouldNotBeEmpty();
        (await client.GetCodeAsync(holder, BlockRef.Latest, Ct)).ShouldBeEmpty();
        (await client.GetBalanceAsync(anvil.Accounts[9], BlockRef.Latest, Ct)).ShouldBe(BigInteger.Parse("10000000000000000000000", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Tells_RevertedCallsFromReturnedOnes()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var (token, _) = await DeployContracts.TokenAndVaultAsync(anvil, anvil.Accounts[0], ct: Ct);
        EthCall tooMuch = new(token.Address, Transfer.Encode(anvil.Accounts[2], 1), From: anvil.Accounts[5]);
        EthCall balance = new(token.Address, BalanceOf.Encode(anvil.Accounts[5]));
        EthCall nobody = new(Address.Parse("0x00000000000000000000000000000000000000ff"), [1, 2, 3, 4]);
        var outcomes = await anvil.Client.CallManyAsync([balance, tooMuch, nobody, .. Enumerable.Repeat(balance, 100)], BlockRef.Latest, Ct);
        outcomes.Count.ShouldBe(103);
        outcomes[1].IsReturned.ShouldBeFalse();
        // ERC20InsufficientBalance(address,uint256,uint256), ERC-6093.
        Hex.Format(outcomes[1].RevertData.AsSpan(0, 4)).ShouldBe("0xe450d38c");
        outcomes[2].Returned.ShouldBeEmpty();
        outcomes.Where((_, index) => index is not (1 or 2)).ShouldAllBe(outcome => outcome.IsReturned && BalanceOf.DecodeResult(outcome.Returned).Integer(0) == 0);
    }
}
