using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>How a vote is cast at a governor by a transaction (OpenZeppelin IGovernor, Compound's Bravo).</summary>
public static class GovernorBallot
{
    private static readonly AbiFunction CastVote = AbiFunction.Parse("castVoteWithReason(uint256,uint8,string)");

    /// <summary>The call data of a vote for one of For, Against, Abstain.</summary>
    /// <exception cref="ArgumentException">The choice is none of the three.</exception>
    public static byte[] CallData(Hash32 proposalId, Choice choice, string reason)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return CastVote.Encode(new System.Numerics.BigInteger(proposalId.Bytes, isUnsigned: true, isBigEndian: true), SupportOf(choice), reason);
    }

    /// <summary>The contract's numbers: 0 against, 1 for, 2 abstain.</summary>
    /// <exception cref="ArgumentException">The choice is none of the three.</exception>
    public static byte SupportOf(Choice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.Single switch { 1 => 1, 2 => 0, 3 => 2, _ => throw new ArgumentException($"{choice} is not For, Against or Abstain.", nameof(choice)) };
    }
}
