using Governance.Database;
using Governance.Proposals;

namespace Governance.Execution;

/// <summary>The only door for signed ballots of governors: verifies, stores, announces. The vote itself is cast by whoever relays it.</summary>
public sealed class AcceptBallot(ProposalStore proposals, ProposalStates states, BallotVerifier verifier, Writer writer, ProposalChanges changes)
{
    /// <summary>A voter changes his mind a few times; thousands of ballots would only hide the others.</summary>
    public const int MostOfVoter = 10;

    /// <summary>The answer comes after the commit. The same ballot again is the same ballot.</summary>
    public async Task<Outcome<AcceptedBallot>> RunAsync(string proposalId, SignedBallot ballot, CancellationToken cancellationToken)
    {
        if (await proposals.FindAsync(proposalId) is not { } proposal || await states.OfAsync(proposal) is not { } stated) return BallotRejection.UnknownProposal;
        var verified = await verifier.VerifyAsync(stated, ballot, cancellationToken);
        if (verified.Rejection is { } rejection) return rejection;
        return await writer.RunAsync<Outcome<AcceptedBallot>>(scope =>
        {
            if (BallotStore.OthersOfVoter(scope, verified.Value) >= MostOfVoter) return BallotRejection.TooMany;
            BallotStore.Put(scope, verified.Value);
            changes.AnnounceAfterCommit(scope, proposal.Id);
            return verified.Value;
        });
    }
}
