namespace Governance.VotingSystems;

/// <summary>The count of a proposal: exact, in base units.</summary>
/// <param name="Choices">In the proposal's order.</param>
/// <param name="Total">The power of all votes together.</param>
/// <param name="Votes">How many current votes.</param>
/// <param name="LedgerSize">The ledger's size that this count covers.</param>
public sealed record Tally(IReadOnlyList<ChoiceTally> Choices, VotingPower Total, long Votes, long LedgerSize)
{
    /// <summary>Voting is over and no vote is under way any more: the count never changes again.</summary>
    public bool Final { get; init; }
}
