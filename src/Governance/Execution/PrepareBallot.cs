using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Execution;

/// <summary>What a voter is given to sign, and what it means.</summary>
/// <param name="TypedData">As <c>eth_signTypedData_v4</c> wants it.</param>
/// <param name="Nonce">To be sent back with the signature; null: the generation has none.</param>
/// <param name="About">When the ballot stops being good, in a sentence.</param>
public sealed record PreparedBallot(JsonObject TypedData, BigInteger? Nonce, VoterStanding Standing, string About);

/// <summary>Makes the ballot of a governor's generation, with the voter's nonce read from the chain, ready to be signed.</summary>
public sealed class PrepareBallot(ProposalStore proposals, ProposalStates states, BallotReader reader)
{
    public async Task<Outcome<PreparedBallot>> RunAsync(string proposalId, BallotDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (await proposals.FindAsync(proposalId) is not { } proposal || await states.OfAsync(proposal) is not { } stated) return BallotRejection.UnknownProposal;
        if (BallotVerifier.Refused(stated, decision) is { } refusal) return refusal;
        var (governor, parts) = (stated.Execution!.Governor, stated.Execution.Parts);
        try
        {
            var standing = (await reader.StandingsAsync(governor, parts, proposal.Start, [decision.Voter], cancellationToken))[0];
            if (standing.Used) return BallotRejection.AlreadyVoted;
            if (standing.Power.IsZero) return BallotRejection.NoVotingPower;
            var paper = BallotPaper.Of(governor, parts.ProposalId, decision)!;
            return new PreparedBallot(paper.TypedData(standing.NextNonce), standing.NextNonce, standing, About(governor.Generation.Ballots!.Nonces));
        }
        catch (RpcException fault)
        {
            return BallotRejection.ChainUnavailable.Because($"The ballot could not be prepared: {fault.Fault.Message} Try again.");
        }
    }

    private static string About(BallotNonces nonces) => nonces switch
    {
        BallotNonces.Keyed => "Good until voting ends, until you vote, or until another ballot of yours for this proposal is relayed. Other signatures do not touch it.",
        BallotNonces.Plain => "Good until voting ends, until you vote, or until anything else that you signed for this governor is relayed: this governor counts all your signatures in one row.",
        _ => "Good until voting ends or until you vote. This governor's ballots bear no number, so none of yours for this proposal expires before that.",
    };
}
