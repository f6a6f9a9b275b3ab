using Governance.Chains;
using Governance.Ethereum;
using Governance.Execution;

namespace Governance.Indexing;

/// <summary>Asks governor contracts what their events do not say: their own properties and their quorums.</summary>
internal sealed class GovernorReader(ChainClient client)
{
    private const int DefaultDecimals = 18;
    private const int MaxDecimals = 77;
    private const int MaxTextLength = 64;
    private const int MaxReturnBytes = 4096;

    private static readonly AbiFunction Name = AbiFunction.Parse("name()(string)");
    private static readonly AbiFunction Token = AbiFunction.Parse("token()(address)");
    private static readonly AbiFunction ClockMode = AbiFunction.Parse("CLOCK_MODE()(string)");
    private static readonly AbiFunction CountingMode = AbiFunction.Parse("COUNTING_MODE()(string)");
    private static readonly AbiFunction Timelock = AbiFunction.Parse("timelock()(address)");
    private static readonly AbiFunction Symbol = AbiFunction.Parse("symbol()(string)");
    private static readonly AbiFunction Decimals = AbiFunction.Parse("decimals()(uint8)");
    private static readonly AbiFunction Quorum = AbiFunction.Parse("quorum(uint256)(uint256)");

    /// <summary>What a governor says of itself at the head; what it does not know is left at the usual.</summary>
    /// <exception cref="RpcException">No usable answer, or there is no contract at the address.</exception>
    public async Task<Governor> ReadAsync(FollowedGovernor followed, CancellationToken ct)
    {
        if ((await client.GetCodeAsync(followed.Address, BlockRef.Latest, ct)).Length == 0)
            throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_getCode", $"There is no contract at the governor's address {followed.Address} on chain {client.ChainId}; check Chains:<n>:Governors:<k>:Address."));
        var own = await AskAsync(followed.Address, [Name, Token, ClockMode, CountingMode, Timelock], ct);
        var token = own[1]?.Address(0);
        var ofToken = token is { } address ? await AskAsync(address, [Symbol, Decimals], ct) : [null, null];
        var decimals = ofToken[1]?.Integer(0) ?? DefaultDecimals;
        return new Governor(
            client.ChainId, followed.Address, followed.Space, Text(own[0]) ?? "Governor", token, Text(ofToken[0]) ?? "", decimals <= MaxDecimals ? (int)decimals : DefaultDecimals,
            Text(own[2]) ?? "mode=blocknumber&from=default", Text(own[3]) ?? "support=bravo&quorum=for,abstain", own[4]?.Address(0));
    }

    /// <summary>The quorums at snapshot timepoints that have passed at <paramref name="head"/>; null where the contract gives none.</summary>
    /// <exception cref="RpcException">No usable answer; the head may have been replaced.</exception>
    public async Task<IReadOnlyList<VotingPower?>> QuorumsAsync(IReadOnlyList<(Address Governor, long Snapshot)> asked, BlockPoint head, CancellationToken ct)
    {
        var calls = asked.Select(each => new EthCall(each.Governor, Quorum.Encode(each.Snapshot), MaxReturnBytes: MaxReturnBytes)).ToArray();
        var outcomes = await client.CallManyAsync(calls, BlockRef.At(head.Hash), ct);
        return [.. outcomes.Select(outcome => Decode(Quorum, outcome) is { } values ? VotingPower.FromBigInteger(values.Integer(0)) : (VotingPower?)null)];
    }

    private async Task<AbiValues?[]> AskAsync(Address contract, AbiFunction[] functions, CancellationToken ct)
    {
        var outcomes = await client.CallManyAsync([.. functions.Select(function => new EthCall(contract, function.Encode(), MaxReturnBytes: MaxReturnBytes))], BlockRef.Latest, ct);
        return [.. functions.Zip(outcomes, Decode)];
    }

    // A contract without the function reverts or returns nothing.
    private static AbiValues? Decode(AbiFunction function, CallOutcome outcome)
    {
        if (outcome.Returned is not { Length: > 0 } bytes) return null;
        try
        {
            return function.DecodeResult(bytes);
        }
        catch (AbiException)
        {
            return null;
        }
    }

    private static string? Text(AbiValues? values) => values?.Text(0) is { Length: > 0 and <= MaxTextLength } text ? text.Replace('\0', '\uFFFD') : null;
}
