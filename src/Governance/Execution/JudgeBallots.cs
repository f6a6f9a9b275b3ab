using System.Collections.Concurrent;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Execution;

/// <summary>What has become of an accepted ballot.</summary>
public enum BallotStanding
{
    /// <summary>The governor would take it now.</summary>
    Valid,

    /// <summary>It is cast.</summary>
    Relayed,

    /// <summary>The voter has voted otherwise.</summary>
    AlreadyVoted,

    /// <summary>Another signature of the voter was used first.</summary>
    NonceUsed,

    VotingOver,

    /// <summary>The governor would refuse it, for a reason that is none of the others.</summary>
    Refused,

    /// <summary>The chain does not answer.</summary>
    Unknown,
}

/// <summary>An accepted ballot as it stands now.</summary>
/// <param name="About">In a sentence.</param>
/// <param name="Transaction">That cast it, or that voted otherwise; null: none is known.</param>
/// <param name="Power">The voter's at the snapshot; null: not known now.</param>
public sealed record JudgedBallot(AcceptedBallot Ballot, BallotStanding Standing, string About, Hash32? Transaction, VotingPower? Power);

/// <summary>Says of each ballot that was left for a proposal whether it is still good: asked of the chain once for each head, because any block may change it.</summary>
public sealed class JudgeBallots(BallotStore ballots, GovernorVoteStore votes, BallotReader reader)
{
    /// <summary>So many are judged, the newest first.</summary>
    public const int Most = 200;

    private const int MostKept = 256;
    private const int RowsOfVoter = 100;

    private readonly ConcurrentDictionary<string, (string Of, IReadOnlyList<JudgedBallot> Judged)> _kept = new();

    /// <param name="stated">A governor's proposal with its state at the indexed head.</param>
    public async Task<IReadOnlyList<JudgedBallot>> RunAsync(StatedProposal stated, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stated);
        if (stated.Execution is not { } execution) return [];
        var accepted = await ballots.OfProposalAsync(execution.Parts, Most);
        if (accepted.Count == 0) return [];
        string of = $"{execution.Head.Hash} {accepted.Count} {accepted[0].ReceivedAt.Ticks} {stated.Tally.Votes}";
        if (_kept.TryGetValue(stated.Proposal.Id, out var kept) && kept.Of == of) return kept.Judged;
        var judged = await JudgeAsync(stated, execution, accepted, ct);
        if (_kept.Count >= MostKept) _kept.Clear();
        if (judged.All(each => each.Standing != BallotStanding.Unknown)) _kept[stated.Proposal.Id] = (of, judged);
        return judged;
    }

    private async Task<IReadOnlyList<JudgedBallot>> JudgeAsync(StatedProposal stated, ProposalExecution execution, IReadOnlyList<AcceptedBallot> accepted, CancellationToken ct)
    {
        var cast = new Dictionary<Address, IReadOnlyList<GovernorVote>>();
        foreach (var voter in accepted.Select(ballot => ballot.Decision.Voter).Distinct())
            cast[voter] = [.. (await votes.PageAsync(stated.Proposal.Key, new(VoteOrder.Newest, null, voter, null, RowsOfVoter))).Where(vote => vote.Kind == GovernorVoteKind.Cast)];
        try
        {
            var standings = await reader.StandingsAsync(execution.Governor, execution.Parts, stated.Proposal.Start, [.. accepted.Select(ballot => ballot.Decision.Voter)], ct);
            var calls = accepted.Select(ballot => BallotPaper.Of(execution.Governor, execution.Parts.ProposalId, ballot.Decision)!.CallData(ballot.Ballot.Signature)).ToArray();
            var refusals = await reader.TryAsync(execution.Governor, calls, ct);
            return [.. accepted.Select((ballot, i) => Judge(stated, ballot, standings[i], cast[ballot.Decision.Voter], refusals[i]))];
        }
        catch (RpcException fault)
        {
            return [.. accepted.Select(ballot => new JudgedBallot(ballot, BallotStanding.Unknown, $"The chain does not answer now: {fault.Fault.Message}", null, null))];
        }
    }

    private static JudgedBallot Judge(StatedProposal stated, AcceptedBallot ballot, VoterStanding standing, IReadOnlyList<GovernorVote> cast, string? refusal)
    {
        JudgedBallot Is(BallotStanding now, string about, GovernorVote? vote = null) => new(ballot, now, about, vote?.Fact.Transaction, standing.Power);

        bool isUsedUp = BallotVerifier.NonceFault(ballot.Ballot.Nonce, standing) is not null;
        // Its own nonce went with it; a generation without nonces cannot tell a relayed ballot from the same vote sent by its voter, and need not.
        var same = cast.FirstOrDefault(vote => vote.Support == ballot.Decision.Support && vote.Params.AsSpan().SequenceEqual(ballot.Decision.Params) && vote.Reason == ballot.Decision.Reason);
        if (same is not null && (isUsedUp || ballot.Ballot.Nonce is null)) return Is(BallotStanding.Relayed, "Relayed: this vote counts.", same);
        if (stated.State is not (ProposalState.Active or ProposalState.Pending)) return Is(BallotStanding.VotingOver, "Voting ended before anybody relayed it.");
        if (standing.Used) return Is(BallotStanding.AlreadyVoted, "Its voter has voted otherwise meanwhile.", cast is [var latest, ..] ? latest : null);
        if (isUsedUp) return Is(BallotStanding.NonceUsed, "Another signature of its voter was used first, so this one has no effect any more. The voter can sign anew.");
        return refusal is null ? Is(BallotStanding.Valid, "Anybody can relay it.") : Is(BallotStanding.Refused, $"The governor would refuse it now: {refusal}");
    }
}
