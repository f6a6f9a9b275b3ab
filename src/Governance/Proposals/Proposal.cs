using Governance.Ethereum;

namespace Governance.Proposals;

/// <summary>The question, with all that it was published with. Its state is computed from these facts, the tally and the clock; it is never stored.</summary>
public sealed record Proposal
{
    /// <summary>The database's own number; never shown.</summary>
    public long Key { get; init; }

    /// <summary>A signed proposal's EIP-712 digest, or <c>eip155:chain:governor:proposal id</c>.</summary>
    public required string Id { get; init; }

    public required string Space { get; init; }

    public required ProposalKind Kind { get; init; }

    public required Address Author { get; init; }

    /// <summary>Unix seconds: as claimed by the author, or the time of its block.</summary>
    public required long CreatedAt { get; init; }

    public required string Title { get; init; }

    /// <summary>Markdown, untrusted.</summary>
    public required string Body { get; init; }

    public string Discussion { get; init; } = "";

    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Snapshot's name of how choices are counted.</summary>
    public required string VotingSystem { get; init; }

    /// <summary>First moment at which a vote counts. Signed: unix seconds. Governor: the timepoint after which voting opens.</summary>
    public required long Start { get; init; }

    /// <summary>Last moment at which a vote counts, inclusive, in the unit of <see cref="Start"/>.</summary>
    public required long End { get; init; }

    /// <summary>The number of the block where power is read, on the space's chain.</summary>
    public required long Snapshot { get; init; }

    public required ProposalRules Rules { get; init; }

    /// <summary>Ledger index of the message that published it.</summary>
    public long? Message { get; init; }

    /// <summary>Ledger index of the message that last changed it before its start; null: it stands as it was published.</summary>
    public long? UpdatedMessage { get; init; }

    /// <summary>Ledger index of the message that withdrew it.</summary>
    public long? DeletedMessage { get; init; }

    /// <summary>Whether a signed vote counts at <paramref name="unixSeconds"/>: both ends included.</summary>
    public bool IsOpenAt(long unixSeconds) => unixSeconds >= Start && unixSeconds <= End;
}
