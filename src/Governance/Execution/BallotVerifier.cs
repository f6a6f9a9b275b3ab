using System.Globalization;
using System.Numerics;
using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Execution;

/// <summary>
/// Whether a governor would take a signed ballot, cheapest check first. What passes is taken by the contract too: its own rule of signatures is
/// applied, and at last the very call is tried.
/// </summary>
public sealed class BallotVerifier(BallotReader reader, TimeProvider clock)
{
    public const int MaxReasonLength = 5_000;

    private const int KeySignatureSize = 65;

    private readonly SignaturePolicy _policy = new(new SignaturePolicyOptions());

    /// <param name="stated">The governor's proposal with its state at the indexed head.</param>
    public async Task<Outcome<AcceptedBallot>> VerifyAsync(StatedProposal stated, SignedBallot ballot, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stated);
        ArgumentNullException.ThrowIfNull(ballot);
        if (Refused(stated, ballot.Decision) is { } refusal) return refusal;
        var (governor, parts) = (stated.Execution!.Governor, stated.Execution.Parts);
        var form = governor.Generation.Ballots!;
        if (form.Nonces != BallotNonces.None && ballot.Nonce is null) return BallotRejection.WrongFormat.Because("The ballot must say its nonce, as it was signed.");
        var paper = BallotPaper.Of(governor, parts.ProposalId, ballot.Decision)!;
        var digest = paper.Digest(ballot.Nonce);
        ballot = ballot with { Signature = Normal(ballot, digest) };
        if (form.Content == BallotContent.Support && ballot.Signature.Length != KeySignatureSize) return BallotRejection.WrongSignature.Because("This governor takes the signatures of keys only: 65 bytes. A contract account votes by a transaction.");
        try
        {
            // A key's signature costs nothing; only a contract account is asked.
            var verdict = await _policy.VerifyBallotAsync(form.Rule, ballot.Decision.Voter, digest, ballot.Signature, reader.Client(governor), null, ct);
            if (!verdict.IsValid) return BallotRejection.WrongSignature;
            var standing = (await reader.StandingsAsync(governor, parts, stated.Proposal.Start, [ballot.Decision.Voter], ct))[0];
            if (standing.Used) return BallotRejection.AlreadyVoted;
            if (standing.Power.IsZero) return BallotRejection.NoVotingPower;
            if (NonceFault(ballot.Nonce, standing) is { } wrong) return wrong;
            // Last, because nobody knows a contract's rules as well as itself.
            if ((await reader.TryAsync(governor, [paper.CallData(ballot.Signature)], ct))[0] is { } why) return BallotRejection.RefusedByContract.Because($"The governor would not take this ballot now: {why}");
        }
        catch (RpcException fault)
        {
            return BallotRejection.ChainUnavailable.Because($"The ballot could not be checked: {fault.Fault.Message} Nothing was stored; send the same ballot again.");
        }

        return new AcceptedBallot(digest, governor.Chain, governor.Address, parts.ProposalId, ballot, clock.GetUtcNow());
    }

    /// <summary>Why no ballot with this decision can be taken, as far as that is known without asking the chain; null: it may be.</summary>
    public static Rejection? Refused(StatedProposal stated, BallotDecision decision)
    {
        if (stated.Execution is not { } execution) return BallotRejection.NotOnChain;
        if (decision.Reason.Length > MaxReasonLength) return BallotRejection.WrongFormat;
        if (execution.Governor.Generation.Ballots is not { } form) return BallotRejection.NotTaken;
        bool inParts = decision.Support == BallotDecision.InParts && decision.Params.Length == BallotDecision.PartsSize && execution.Governor.Generation.HasFractions;
        if (!inParts && (decision.Support > 2 || decision.Params.Length > 0)) return BallotRejection.InvalidSupport;
        if (decision.IsExtended && !form.HasExtended) return BallotRejection.NoReasons;
        return stated.State switch { ProposalState.Active => null, ProposalState.Pending => BallotRejection.VotingNotOpen, _ => BallotRejection.VotingClosed };
    }

    internal static Rejection? NonceFault(BigInteger? signed, VoterStanding standing)
    {
        if (standing.Nonce is not { } plain || signed is not { } nonce || nonce == plain || nonce == standing.KeyedNonce) return null;
        // A keyed nonce bears its key in the upper 192 bits, so it is compared with the counter of the same key only.
        var counter = standing.KeyedNonce is { } keyed && keyed >> 64 == nonce >> 64 ? keyed : plain;
        var (rejection, is_) = nonce < counter ? (BallotRejection.NonceUsed, "used up") : (BallotRejection.NonceAhead, "not due yet");
        return rejection.Because(string.Create(CultureInfo.InvariantCulture, $"The ballot's nonce {Short(nonce)} is {is_}: the account's next is {Short(counter)}. Ask for the ballot anew and sign again."));
    }

    private static BigInteger Short(BigInteger nonce) => nonce & ulong.MaxValue;

    // Wallets write a key's signature in several ways (v 0 or 27, ERC-2098); contracts read one. A contract account's bytes stay as they are.
    private static byte[] Normal(SignedBallot ballot, Hash32 digest) =>
        Signature.TryParse(ballot.Signature, out var parsed, out _) && PublicKeyRecovery.TryRecover(digest, parsed, out var signer) && signer == ballot.Decision.Voter
            ? parsed.ToArray() : ballot.Signature;
}
