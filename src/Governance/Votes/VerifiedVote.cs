using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>A ballot that passed every check: the only form in which a vote is stored. Only <see cref="VoteVerifier"/> makes one.</summary>
public sealed class VerifiedVote
{
    internal VerifiedVote(Proposal proposal, AcceptedMessage message, Choice choice, PowerReading power, string reason)
    {
        (Proposal, Message, Choice, Power, Reason) = (proposal, message, choice, power, reason);
    }

    public Proposal Proposal { get; }

    public AcceptedMessage Message { get; }

    public Choice Choice { get; }

    public PowerReading Power { get; }

    /// <summary>The voter's own words, untrusted.</summary>
    public string Reason { get; }
}
