using Governance.Ethereum;

namespace Governance.Votes;

/// <summary>A stored vote as lists and exports show it.</summary>
/// <param name="Message">Ledger index.</param>
/// <param name="Id">Message id.</param>
/// <param name="Choice">Canonical JSON.</param>
/// <param name="ByStrategy">In the proposal's order and decimals.</param>
/// <param name="Timestamp">As claimed, unix seconds.</param>
/// <param name="SupersededBy">Ledger index of the vote that replaced it; null: it counts.</param>
public sealed record StoredVote(
    long Message, Hash32 Id, long Proposal, Address Voter, string Choice, VotingPower VotingPower, IReadOnlyList<VotingPower> ByStrategy,
    string Reason, long Timestamp, long? SupersededBy);

public enum VoteOrder
{
    /// <summary>Most power first.</summary>
    Power,

    /// <summary>Last accepted first.</summary>
    Newest,

    /// <summary>First accepted first.</summary>
    Oldest,
}

/// <summary>Which votes of a proposal a page shows.</summary>
/// <param name="Choice">Null: all.</param>
/// <param name="Voter">One account; null: all.</param>
/// <param name="After">The last vote of the page before; null: the first page.</param>
public sealed record VoteQuery(VoteOrder Order, ChoiceFilter? Choice, Address? Voter, VoteCursor? After, int Limit);

/// <summary>A place in a list of votes.</summary>
public sealed record VoteCursor(VotingPower VotingPower, long Message);
