namespace Governance.Migration;

/// <summary>Where tokens vote that an old account was paid, or is owed.</summary>
public enum ClaimedTokens
{
    /// <summary>Another source of the same proposal counts them where they went: here they count nothing.</summary>
    Elsewhere,

    /// <summary>No other source counts them: the old balance goes on counting here, for the receiver.</summary>
    Here,
}

/// <summary>What a space declares about old accounts, so that each token counts once.</summary>
/// <param name="Paid">What a claim paid on the claim contract's own chain.</param>
/// <param name="Bridged">The staked part of a claim that leaves it to the layer 2.</param>
/// <param name="VoterIsL2Receiver">Which of a bridged claim's two receivers speaks for the old account.</param>
/// <param name="Excluded">Old accounts that are nobody's own: bridges' reserves, pallets. With the reason.</param>
public sealed record LinkRules(ClaimedTokens Paid, ClaimedTokens Bridged, bool VoterIsL2Receiver, IReadOnlyDictionary<OldAccount, string> Excluded);

/// <summary>How an old account stands.</summary>
public enum Standing
{
    /// <summary>Nobody has shown to own it: no vote.</summary>
    Unclaimed,

    /// <summary>One Ethereum account speaks for it.</summary>
    Linked,

    /// <summary>The evidence contradicts itself: no vote.</summary>
    Conflict,

    /// <summary>Custody: no vote by the space's rule.</summary>
    Excluded,
}

/// <summary>An old account with its evidence, and where its balance counts: the three amounts add up to the balance.</summary>
/// <param name="Voter">Who speaks for it; null: nobody.</param>
/// <param name="Counted">Counts here, for <paramref name="Voter"/>.</param>
/// <param name="PaidOut">Was paid on the new chain and counts there.</param>
/// <param name="WithoutVote">Counts for nobody.</param>
/// <param name="Claims">What the claim contract said of it.</param>
/// <param name="IsListed">An imported link names its voter.</param>
/// <param name="Why">A sentence: how it stands and why.</param>
public sealed record LinkedBalance(
    OldBalance Balance, Standing Standing, Ethereum.Address? Voter, VotingPower Counted, VotingPower PaidOut, VotingPower WithoutVote,
    IReadOnlyList<Claim> Claims, bool IsListed, string Why)
{
    /// <summary>The staked part of what was not paid out: what the claim contract still owes in shares.</summary>
    public VotingPower OpenStaked { get; init; }
}
