using Governance.Chains;
using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Votes;

/// <summary>The votes that count on a proposal, of whichever kind, in one shape.</summary>
public sealed class VoteList(VoteStore signed, GovernorVoteStore onChain)
{
    /// <summary>One page; every page costs the same, however deep.</summary>
    public async Task<IReadOnlyList<ListedVote>> PageAsync(Proposal proposal, VoteQuery query)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal.Kind == ProposalKind.Signed
            ? [.. (await signed.PageAsync(proposal.Key, query)).Select(ListedVote.Of)]
            : [.. (await onChain.PageAsync(proposal.Key, query)).Select(ListedVote.Of)];
    }
}

/// <summary>A vote as lists show it.</summary>
/// <param name="Position">Its place among the proposal's votes: the ledger's index, or the position on its chain.</param>
/// <param name="Choice">Canonical JSON.</param>
/// <param name="ByStrategy">In the proposal's order and decimals; none for on-chain votes.</param>
/// <param name="At">The signed time, or the block's.</param>
/// <param name="Message">A signed vote's id; null for on-chain ones.</param>
/// <param name="Fact">Where an on-chain vote is written; null for signed ones.</param>
public sealed record ListedVote(
    long Position, Address Voter, string Choice, VotingPower VotingPower, IReadOnlyList<VotingPower> ByStrategy, string Reason, DateTimeOffset At, Hash32? Message, ChainFact? Fact)
{
    /// <summary>What the governor said of an on-chain vote; of a reduction the power is what was taken.</summary>
    public GovernorVoteKind Kind { get; init; }

    /// <summary>Where the page after this vote begins.</summary>
    public VoteCursor Cursor => new(VotingPower, Position);

    public static ListedVote Of(StoredVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return new(vote.Message, vote.Voter, vote.Choice, vote.VotingPower, vote.ByStrategy, vote.Reason, DateTimeOffset.FromUnixTimeSeconds(vote.Timestamp), vote.Id, null);
    }

    public static ListedVote Of(GovernorVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return new(vote.Fact.Position, vote.Voter, vote.Choice.Json, vote.VotingPower, [], vote.Reason, vote.Fact.At, null, vote.Fact) { Kind = vote.Kind };
    }
}
