using System.Numerics;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>Where a voter stands at a governor now.</summary>
/// <param name="Power">At the proposal's snapshot.</param>
/// <param name="Used">Whether the governor takes no more of this account's power.</param>
/// <param name="Nonce">The plain counter; null: the generation has none.</param>
/// <param name="KeyedNonce">This proposal's own counter; null: there is none.</param>
public sealed record VoterStanding(VotingPower Power, bool Used, BigInteger? Nonce, BigInteger? KeyedNonce)
{
    /// <summary>What a new ballot is to sign: the proposal's own counter where there is one, because other signatures do not use it up.</summary>
    public BigInteger? NextNonce => KeyedNonce ?? Nonce;
}

/// <summary>Asks a governor about voters and ballots.</summary>
public sealed class BallotReader(ChainRegistry chains)
{
    // Whoever relays: no governor asks who it is.
    private static readonly Address Anybody = Address.Parse("0x00000000000000000000000000000000000ba110");

    private static readonly AbiFunction GetVotes = AbiFunction.Parse("getVotes(address,uint256)(uint256)");
    private static readonly AbiFunction GetPriorVotes = AbiFunction.Parse("getPriorVotes(address,uint256)(uint96)");
    private static readonly AbiFunction HasVoted = AbiFunction.Parse("hasVoted(uint256,address)(bool)");
    private static readonly AbiFunction GetReceipt = AbiFunction.Parse("getReceipt(uint256,address)(bool,uint8,uint96)");
    private static readonly AbiFunction UsedVotes = AbiFunction.Parse("usedVotes(uint256,address)(uint256)");
    private static readonly AbiFunction Nonces = AbiFunction.Parse("nonces(address)(uint256)");
    private static readonly AbiFunction KeyedNonces = AbiFunction.Parse("nonces(address,uint192)(uint256)");

    private static readonly BigInteger KeyMask = (BigInteger.One << 192) - 1;

    /// <summary>The chain's client.</summary>
    /// <exception cref="RpcException">The portal follows no such chain.</exception>
    public ChainClient Client(Governor governor)
    {
        ArgumentNullException.ThrowIfNull(governor);
        return chains.Client(governor.Chain) ?? throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_call", $"The portal does not follow chain {governor.Chain}."));
    }

    /// <summary>Where voters stand, in their order; a proposal's snapshot must have passed.</summary>
    /// <exception cref="RpcException">The chain does not answer, or the contract refuses the questions.</exception>
    public async Task<IReadOnlyList<VoterStanding>> StandingsAsync(Governor governor, GovernorProposal parts, long snapshot, IReadOnlyList<Address> voters, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var id = new BigInteger(parts.ProposalId.Bytes, isUnsigned: true, isBigEndian: true);
        var each = voters.Select(voter => QuestionsOn(governor, id, snapshot, voter)).ToArray();
        var outcomes = await Client(governor).CallManyAsync([.. each.SelectMany(calls => calls)], BlockRef.Latest, ct);
        int size = each.Length == 0 ? 0 : each[0].Count;
        return [.. Enumerable.Range(0, voters.Count).Select(i => StandingOf(governor, [.. outcomes.Skip(i * size).Take(size)]))];
    }

    /// <summary>Whether each call would be taken now; null: it would, else why not.</summary>
    /// <exception cref="RpcException">The chain does not answer.</exception>
    public async Task<IReadOnlyList<string?>> TryAsync(Governor governor, IReadOnlyList<byte[]> calls, CancellationToken ct)
    {
        var outcomes = await Client(governor).CallManyAsync([.. calls.Select(call => new EthCall(governor.Address, call, From: Anybody))], BlockRef.Latest, ct);
        return [.. outcomes.Select(outcome => outcome.IsReturned ? null : outcome.Failure ?? "no reason given")];
    }

    private static List<EthCall> QuestionsOn(Governor governor, BigInteger id, long snapshot, Address voter)
    {
        bool isBravo = governor.Generation.Family == GovernorFamily.Bravo;
        var form = governor.Generation.Ballots;
        List<EthCall> calls =
        [
            isBravo ? new(governor.Token, GetPriorVotes.Encode(voter, new BigInteger(snapshot))) : new(governor.Address, GetVotes.Encode(voter, new BigInteger(snapshot))),
            isBravo ? new(governor.Address, GetReceipt.Encode(id, voter))
                : governor.Generation.HasFractions ? new(governor.Address, UsedVotes.Encode(id, voter)) : new(governor.Address, HasVoted.Encode(id, voter)),
        ];
        if (form is { Nonces: not BallotNonces.None }) calls.Add(new(governor.Address, Nonces.Encode(voter)));
        if (form is { Nonces: BallotNonces.Keyed }) calls.Add(new(governor.Address, KeyedNonces.Encode(voter, id & KeyMask)));
        return calls;
    }

    private static VoterStanding StandingOf(Governor governor, CallOutcome[] outcomes)
    {
        var power = VotingPower.FromBigInteger(Integer(outcomes[0]));
        var used = Integer(outcomes[1]);
        return new VoterStanding(
            power, governor.Generation.HasFractions ? !power.IsZero && used >= power.ToBigInteger() : !used.IsZero,
            outcomes.Length > 2 ? Integer(outcomes[2]) : null, outcomes.Length > 3 ? Integer(outcomes[3]) : null);
    }

    // Every one of these answers begins with a number, or a truth that is one.
    private static BigInteger Integer(CallOutcome outcome) =>
        outcome.Returned is { Length: >= AbiType.Word } bytes
            ? new BigInteger(bytes.AsSpan(0, AbiType.Word), isUnsigned: true, isBigEndian: true)
            : throw new RpcException(new RpcFault(RpcFaultKind.Reverted, "", "eth_call", $"The governor does not say where a voter stands: {outcome.Failure ?? "no answer"}."));
}
