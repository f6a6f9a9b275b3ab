using System.Numerics;
using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Execution;

/// <summary>What a voter decides on a governor's proposal, before it is signed.</summary>
/// <param name="Support">As the contract numbers it: 0 against, 1 for, 2 abstain, 255 in parts.</param>
/// <param name="Reason">Public; not empty only where the generation takes reasons by signature.</param>
/// <param name="Params">Of a vote in parts: against, for, abstain, 16 bytes each. Else empty.</param>
public sealed record BallotDecision(Address Voter, byte Support, string Reason, byte[] Params)
{
    public const byte InParts = 255;
    public const int PartsSize = 48;

    /// <summary>Whether it takes the longer form of ballot.</summary>
    public bool IsExtended => Reason.Length > 0 || Params.Length > 0;

    /// <summary>A choice among For, Against, Abstain.</summary>
    /// <exception cref="ArgumentException">The choice is none of the three.</exception>
    public static BallotDecision Of(Address voter, Choice choice, string reason) => new(voter, Votes.GovernorBallot.SupportOf(choice), reason, []);
}

/// <summary>A decision as it came in, signed; nothing of it is verified.</summary>
/// <param name="Nonce">The counter that was signed; null: the generation has none.</param>
public sealed record SignedBallot(BallotDecision Decision, BigInteger? Nonce, byte[] Signature);

/// <summary>A ballot that was valid when it was accepted. Only <see cref="BallotVerifier"/> and the store make one.</summary>
/// <param name="Digest">What was signed (EIP-712).</param>
public sealed record AcceptedBallot(Hash32 Digest, ulong Chain, Address Governor, Hash32 ProposalId, SignedBallot Ballot, DateTimeOffset ReceivedAt)
{
    public BallotDecision Decision => Ballot.Decision;
}
