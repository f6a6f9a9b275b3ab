using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

/// <summary>The contracts under contracts/test behave as the tests that use them believe.</summary>
public sealed class WalletContractTests : IAsyncLifetime
{
    private static readonly AbiFunction IsValidSignature = AbiFunction.Parse("isValidSignature(bytes32,bytes)(bytes4)");
    private static readonly Hash32 Digest = Keccak256.Hash("a digest"u8);
    private static readonly string Magic = "0x1626ba7e" + new string('0', 56);

    private readonly SigningKey _owner = DevAccounts.Key("owner");
    private Anvil _anvil = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _anvil = await Anvil.StartAsync(ct: Ct);

    public ValueTask DisposeAsync() => _anvil.DisposeAsync();

    [Fact]
    public async Task AnOwnedWalletKnowsItsOwner_UntilItIsHandedOver()
    {
        var wallet = await DeployAsync("OwnedWallet", _owner.Address);
        (await AskAsync(wallet.Address, _owner.Sign(Digest).ToArray())).ShouldBe(Magic);
        (await AskAsync(wallet.Address, DevAccounts.Key("stranger").Sign(Digest).ToArray())).ShouldNotBe(Magic);
        (await AskAsync(wallet.Address, [1, 2, 3])).ShouldNotBe(Magic);

        await _anvil.Controls.SetBalancesAsync([_owner.Address], 1_000_000_000_000_000_000, Ct);
        await _anvil.Controls.ImpersonateAsync(_owner.Address, Ct);
        await wallet.SendAsync(_owner.Address, AbiFunction.Parse("changeOwner(address)"), _anvil.Accounts[5]);
        (await AskAsync(wallet.Address, _owner.Sign(Digest).ToArray())).ShouldNotBe(Magic);
    }

    [Fact]
    public async Task ADestroyedWalletReturnsNothing()
    {
        var wallet = await DeployAsync("OwnedWallet", _owner.Address);
        // Since EIP-6780 a contract cannot destroy itself any more; an address without code is what is left of the old ones.
        await _anvil.Controls.SetCodeAsync(wallet.Address, [], Ct);
        (await AskAsync(wallet.Address, _owner.Sign(Digest).ToArray())).ShouldBe("0x");
    }

    [Fact]
    public async Task TheFactoryForetellsTheAddress()
    {
        var factory = await DeployAsync("OwnedWalletFactory");
        var salt = Keccak256.Hash("salt"u8);
        var foretold = (await factory.CallAsync(AbiFunction.Parse("addressOf(address,bytes32)(address)"), _owner.Address, salt)).Address(0);
        (await AskAsync(foretold, _owner.Sign(Digest).ToArray())).ShouldBe("0x");

        await factory.SendAsync(_anvil.Accounts[0], AbiFunction.Parse("create(address,bytes32)"), _owner.Address, salt);
        (await AskAsync(foretold, _owner.Sign(Digest).ToArray())).ShouldBe(Magic);
    }

    [Fact]
    public async Task ADelegatedAccountAnswersAsItsDelegate()
    {
        byte[] signature = _owner.Sign(Digest).ToArray();
        await DelegateToAsync(await DeployAsync("KeyDelegate"));
        (await AskAsync(_owner.Address, signature)).ShouldBe(Magic);

        await DelegateToAsync(await DeployAsync("MuteDelegate"));
        await Should.ThrowAsync<RpcException>(() => AskAsync(_owner.Address, signature));
    }

    [Theory]
    [InlineData(HostileHabit.RepliesWithFourBytes, "0x1626ba7e")]
    [InlineData(HostileHabit.RepliesWithADirtyWord, "0x1626ba7e00000000000000000000000000000000000000000000000000000001")]
    [InlineData(HostileHabit.RepliesWithNothing, "0x")]
    [InlineData(HostileHabit.RepliesWithAnotherMagic, "0x20c13b0b00000000000000000000000000000000000000000000000000000000")]
    public async Task AHostileWalletReplies(HostileHabit habit, string reply) => (await AskAsync(await HostileAsync(habit), [])).ShouldBe(reply);

    [Fact]
    public async Task AHostileWalletRepliesWithTooMuch()
    {
        (await AskAsync(await HostileAsync(HostileHabit.RepliesWithTwoWords), [])).ShouldBe(Magic + new string('0', 64));
        (await AskAsync(await HostileAsync(HostileHabit.RepliesWithAMegabyte), [])).Length.ShouldBe(2 + (2 << 20));
    }

    [Theory]
    [InlineData(HostileHabit.Reverts)]
    [InlineData(HostileHabit.NeverReturns)]
    public async Task AHostileWalletFails(HostileHabit habit)
    {
        var wallet = await HostileAsync(habit);
        var fault = await Should.ThrowAsync<RpcException>(() => AskAsync(wallet, []));
        fault.Fault.Kind.ShouldBe(RpcFaultKind.Reverted);
    }

    [Fact]
    public async Task ASafeWantsEnoughOwners_OrItsOwnWordOnChain()
    {
        SigningKey[] owners = [.. DevAccounts.Voters(3).OrderBy(key => key.Address)];
        var safe = await DeployAsync("SmallSafe", new[] { owners[0].Address, owners[1].Address, owners[2].Address, _anvil.Accounts[4] }, 2);
        byte[] message = Digest.ToArray();
        var messageHash = (await safe.CallAsync(AbiFunction.Parse("getMessageHash(bytes)(bytes32)"), message)).Hash(0);
        byte[] Signed(params SigningKey[] by) => [.. by.SelectMany(key => key.Sign(messageHash).ToArray())];

        (await AskAsync(safe.Address, Signed(owners[0], owners[2]))).ShouldBe(Magic);
        await Should.ThrowAsync<RpcException>(() => AskAsync(safe.Address, Signed(owners[0])));
        await Should.ThrowAsync<RpcException>(() => AskAsync(safe.Address, Signed(owners[0], owners[0])));
        await Should.ThrowAsync<RpcException>(() => AskAsync(safe.Address, Signed(owners[0], _owner)));
        await Should.ThrowAsync<RpcException>(() => AskAsync(safe.Address, []));

        await safe.SendAsync(_anvil.Accounts[4], AbiFunction.Parse("signMessage(bytes)"), message);
        (await AskAsync(safe.Address, [])).ShouldBe(Magic);
    }

    private async Task<string> AskAsync(Address wallet, byte[] signature) =>
        Hex.Format(await _anvil.Client.CallAsync(new EthCall(wallet, IsValidSignature.Encode(Digest, signature)), BlockRef.Latest, Ct));

    private Task<DevContract> DeployAsync(string artifact, params object[] arguments) =>
        DevContract.DeployAsync(_anvil, _anvil.Accounts[0], artifact, arguments, Ct);

    private async Task<Address> HostileAsync(HostileHabit habit) => (await DeployAsync("HostileWallet", (byte)habit)).Address;

    // EIP-7702's delegation designator.
    private Task DelegateToAsync(DevContract target) =>
        _anvil.Controls.SetCodeAsync(_owner.Address, [0xef, 0x01, 0x00, .. target.Address.Bytes], Ct);
}
