using Governance.Proposals;
using Governance.VotingSystems;

namespace Governance.Exports;

/// <summary>The exact count as everybody reads it: <c>tally.json</c>, the HTTP interface, the claim in an audit bundle. All powers are decimal strings of base units.</summary>
/// <param name="Final">True when voting is over.</param>
/// <param name="LedgerSize">The ledger's size that this count covers.</param>
public sealed record TallyJson(
    string Proposal, string System, string State, bool Final, int Decimals, IReadOnlyList<ChoiceJson> Choices, TotalJson Total, QuorumJson Quorum, long LedgerSize)
{
    public static TallyJson Of(Proposal proposal, Tally tally, ProposalState state, ProposalOutcome outcome) => new(
        proposal.Id, proposal.VotingSystem, NameOf(state), state is not (ProposalState.Pending or ProposalState.Active), proposal.Rules.Decimals,
        [.. tally.Choices.Select(choice => new ChoiceJson(
            choice.Index, proposal.Choices[choice.Index - 1], choice.VotingPower.ToString(), [.. choice.ByStrategy.Select(static power => power.ToString())]))],
        new(tally.Total.ToString(), tally.Votes),
        new(proposal.Rules.Quorum.ToString(), outcome.QuorumReached),
        tally.LedgerSize);

    /// <summary>A signed proposal's count at a moment.</summary>
    public static TallyJson Of(Proposal proposal, Tally tally, DateTimeOffset at) =>
        Of(proposal, tally, SignedProposalState.Of(proposal, tally, at), ProposalOutcome.Of(proposal, tally));

    public static string NameOf(ProposalState state) => state.ToString().ToLowerInvariant();
}

/// <param name="Index">From 1.</param>
public sealed record ChoiceJson(int Index, string Label, string VotingPower, IReadOnlyList<string> ByStrategy);

public sealed record TotalJson(string VotingPower, long Votes);

public sealed record QuorumJson(string Needed, bool Reached);
