using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>Whose rules a governor follows.</summary>
public enum GovernorFamily
{
    /// <summary>OpenZeppelin's Governor, 4.x and 5.x.</summary>
    OpenZeppelin,

    /// <summary>Compound's GovernorBravo: its own order of tests, a fixed quorum of votes for it, ballots in a domain without version.</summary>
    Bravo,
}

/// <summary>Whose timelock a governor queues into.</summary>
public enum TimelockKind
{
    /// <summary>OpenZeppelin's TimelockController: operations that others may execute or cancel too.</summary>
    Controller,

    /// <summary>Compound's Timelock: only the governor acts on it, and what waits longer than its grace period expires.</summary>
    Compound,
}

/// <summary>
/// What distinguishes one generation of governors from another, found on the chain itself: nothing of it is configured, and a contract's age
/// says nothing (OpenZeppelin's and Compound's sources; EIP-5267, ERC-6372).
/// </summary>
/// <param name="Family">Whose order of tests its <c>state()</c> follows.</param>
/// <param name="Timelock">Null: it names none, or one of a kind that is not known here.</param>
/// <param name="GraceSeconds">How long after its eta a queued proposal may be executed; null: for ever.</param>
/// <param name="HasSuperQuorum">Enough votes for it end the vote before its deadline (GovernorSuperQuorum).</param>
/// <param name="LateQuorumExtension">Timepoints that voting goes on at least after the quorum is reached; null: no such rule (GovernorPreventLateQuorum).</param>
/// <param name="HasOverrides">Holders may vote over their delegates (GovernorCountingOverridable).</param>
/// <param name="HasFractions">A vote may be divided, and cast in parts (GovernorCountingFractional).</param>
/// <param name="Ballots">How ballots are signed; null: in no way that is known here.</param>
public sealed record GovernorGeneration(
    GovernorFamily Family, TimelockKind? Timelock, long? GraceSeconds, bool HasSuperQuorum, long? LateQuorumExtension, bool HasOverrides, bool HasFractions, BallotForm? Ballots)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>OpenZeppelin's simplest, without a timelock.</summary>
    public static readonly GovernorGeneration Plain = new(GovernorFamily.OpenZeppelin, null, null, false, null, false, false, null);

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static GovernorGeneration FromJson(string json) => JsonSerializer.Deserialize<GovernorGeneration>(json, Json) ?? Plain;
}

/// <summary>What a ballot says, by BALLOT_TYPEHASH.</summary>
public enum BallotContent
{
    /// <summary><c>Ballot(uint256 proposalId,uint8 support)</c>: OpenZeppelin 4.x and Bravo. Whoever is recovered has voted.</summary>
    Support,

    /// <summary><c>Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)</c>: OpenZeppelin 5.x.</summary>
    VoterAndNonce,
}

/// <summary>Which of a voter's counters a ballot uses up.</summary>
public enum BallotNonces
{
    /// <summary>None: a ballot is good until its voter has voted.</summary>
    None,

    /// <summary>One for all that the voter signs for this contract, one after the other.</summary>
    Plain,

    /// <summary>One for each proposal, and the plain one besides (GovernorNoncesKeyed).</summary>
    Keyed,
}

/// <summary>How ballots of a governor are signed.</summary>
/// <param name="DomainName">EIP-712 domain: the governor's name.</param>
/// <param name="DomainVersion">Null: the domain has no version (Compound).</param>
/// <param name="HasExtended">Ballots with a reason or parameters are taken too (castVoteWithReasonAndParamsBySig).</param>
public sealed record BallotForm(BallotContent Content, string DomainName, string? DomainVersion, BallotNonces Nonces, bool HasExtended, GovernorSignatureRule Rule);
