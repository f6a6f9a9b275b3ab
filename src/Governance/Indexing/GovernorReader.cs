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

    private static readonly AbiFunction Name = AbiFunction.Parse("name()(string)");
    private static readonly AbiFunction Token = AbiFunction.Parse("token()(address)");
    private static readonly AbiFunction Comp = AbiFunction.Parse("comp()(address)");
    private static readonly AbiFunction ClockMode = AbiFunction.Parse("CLOCK_MODE()(string)");
    private static readonly AbiFunction CountingMode = AbiFunction.Parse("COUNTING_MODE()(string)");
    private static readonly AbiFunction Timelock = AbiFunction.Parse("timelock()(address)");
    private static readonly AbiFunction Symbol = AbiFunction.Parse("symbol()(string)");
    private static readonly AbiFunction Decimals = AbiFunction.Parse("decimals()(uint8)");
    private static readonly AbiFunction Quorum = AbiFunction.Parse("quorum(uint256)(uint256)");
    private static readonly AbiFunction QuorumVotes = AbiFunction.Parse("quorumVotes()(uint256)");
    private static readonly AbiFunction SuperQuorum = AbiFunction.Parse("superQuorum(uint256)(uint256)");

    private readonly ContractQuestions _questions = new(client);

    /// <summary>What a governor says of itself at the head; what it does not know is left at the usual.</summary>
    /// <exception cref="RpcException">No usable answer, or there is no contract at the address.</exception>
    public async Task<Governor> ReadAsync(FollowedGovernor followed, CancellationToken ct)
    {
        if ((await client.GetCodeAsync(followed.Address, BlockRef.Latest, ct)).Length == 0)
            throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_getCode", $"There is no contract at the governor's address {followed.Address} on chain {client.ChainId}; check Chains:<n>:Governors:<k>:Address."));
        var own = await _questions.AskAsync(followed.Address, ct, Name.Encode(), Token.Encode(), Comp.Encode(), ClockMode.Encode(), CountingMode.Encode(), Timelock.Encode());
        var token = own[1].Decode(Token)?.Address(0) ?? own[2].Decode(Comp)?.Address(0);
        var timelock = own[5].Decode(Timelock)?.Address(0);
        var (symbol, decimals) = await TokenAsync(token, ct);
        var generation = await new GenerationReader(_questions).ReadAsync(followed.Address, timelock, ct);
        // Compound's Bravo names no way of counting: it has one, and only votes for it reach the quorum.
        string counting = generation.Family == GovernorFamily.Bravo ? "support=bravo&quorum=bravo" : "support=bravo&quorum=for,abstain";
        return new Governor(
            client.ChainId, followed.Address, followed.Space, Text(own[0].Decode(Name)) ?? "Governor", token, symbol, decimals,
            Text(own[3].Decode(ClockMode)) ?? "mode=blocknumber&from=default", Text(own[4].Decode(CountingMode)) ?? counting, timelock, generation);
    }

    private async Task<(string Symbol, int Decimals)> TokenAsync(Address? token, CancellationToken ct)
    {
        if (token is not { } address) return ("", DefaultDecimals);
        var answers = await _questions.AskAsync(address, ct, Symbol.Encode(), Decimals.Encode());
        var decimals = answers[1].Decode(Decimals)?.Integer(0) ?? DefaultDecimals;
        return (Text(answers[0].Decode(Symbol)) ?? "", decimals <= MaxDecimals ? (int)decimals : DefaultDecimals);
    }

    /// <summary>The quorums at snapshot timepoints that have passed at <paramref name="head"/>; null where the contract gives none.</summary>
    /// <exception cref="RpcException">No usable answer; the head may have been replaced.</exception>
    public async Task<IReadOnlyList<ReadQuorum?>> QuorumsAsync(IReadOnlyList<(Governor Governor, long Snapshot)> asked, BlockPoint head, CancellationToken ct)
    {
        var quorums = await _questions.AskAsync([.. asked.Select(each => (each.Governor.Address, QuorumCall(each.Governor, each.Snapshot)))], BlockRef.At(head.Hash), ct);
        var having = asked.Where(each => each.Governor.Generation.HasSuperQuorum).ToArray();
        var supers = await _questions.AskAsync([.. having.Select(each => (each.Governor.Address, SuperQuorum.Encode(each.Snapshot)))], BlockRef.At(head.Hash), ct);
        var superOf = having.Zip(supers).ToLookup(pair => pair.First, pair => pair.Second.Decode(SuperQuorum));
        return [.. asked.Zip(quorums).Select(pair => pair.Second.Decode(Quorum) is not { } values ? null : new ReadQuorum(
            VotingPower.FromBigInteger(values.Integer(0)),
            superOf[pair.First].FirstOrDefault() is { } super ? VotingPower.FromBigInteger(super.Integer(0)) : null, head.Number))];
    }

    // Bravo's quorum is a constant; the results of both have one form.
    private static byte[] QuorumCall(Governor governor, long snapshot) =>
        governor.Generation.Family == GovernorFamily.Bravo ? QuorumVotes.Encode() : Quorum.Encode(snapshot);

    private static string? Text(AbiValues? values) => values?.Text(0) is { Length: > 0 and <= MaxTextLength } text ? text.Replace('\0', '\uFFFD') : null;
}
