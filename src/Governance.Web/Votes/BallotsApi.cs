using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Web.Hosting;
using Governance.Web.Proposals;

namespace Governance.Web.Votes;

/// <summary>Signed ballots for governors: prepared, taken, listed with what has become of them. They cost their voters nothing; anybody relays them.</summary>
internal static class BallotsApi
{
    private const int MaxNonceDigits = 78;

    public static void MapBallots(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/ballots", TakeAsync).LimitClients().DisableAntiforgery()
            .WithTags("Ballots").WithName("postBallot").WithSummary("Takes one signed governor ballot (castVoteBySig), checked by the contract's own rules, and keeps it for relaying")
            .Produces<BallotJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        var proposal = routes.MapGroup("/api/proposals/{id}").WithTags("Ballots");
        proposal.MapGet("/ballots", ListAsync).WithName("listBallots").WithSummary("The ballots that were left for a governor's proposal, the newest 200, each with whether it is still good")
            .Produces<ListJson<BallotJson>>().ProducesProblem(StatusCodes.Status404NotFound);
        proposal.MapGet("/ballot", PrepareAsync).LimitClients()
            .WithName("prepareBallot").WithSummary("The typed data that an account has to sign for a vote, in the form of the governor's generation, with its nonce read now")
            .Produces<PreparedBallotJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> TakeAsync(BallotRequest request, AcceptBallot accept, CancellationToken cancellationToken)
    {
        if (Read(request) is not { } ballot) return Problems.Of(BallotRejection.WrongFormat);
        var outcome = await accept.RunAsync(request.Proposal ?? "", ballot, cancellationToken);
        return outcome.Rejection is { } refused
            ? Problems.Of(refused)
            : Results.Ok(BallotJson.Of(new JudgedBallot(outcome.Value, BallotStanding.Valid, "Accepted. Anybody can relay it.", null, null), null));
    }

    private static async Task<IResult> ListAsync(string id, ProposalStore proposals, ProposalStates states, JudgeBallots judge, CancellationToken cancellationToken)
    {
        if (await proposals.FindAsync(id) is not { } proposal || await states.OfAsync(proposal) is not { } stated) return ProposalsApi.Unknown(id);
        var judged = await judge.RunAsync(stated, cancellationToken);
        return Results.Ok(new ListJson<BallotJson>([.. judged.Select(each => BallotJson.Of(each, stated.Execution!.Governor))], null));
    }

    private static async Task<IResult> PrepareAsync(string id, string? voter, byte support, PrepareBallot prepare, CancellationToken cancellationToken, string reason = "")
    {
        if (!Address.TryParse(voter ?? "", out var account)) return Problems.BadAddress(nameof(voter));
        var prepared = await prepare.RunAsync(id, new BallotDecision(account, support, reason, []), cancellationToken);
        return prepared.Rejection is { } refused ? Problems.Of(refused) : Results.Ok(new PreparedBallotJson(prepared.Value.TypedData, BallotJson.Text(prepared.Value.Nonce), prepared.Value.About));
    }

    private static SignedBallot? Read(BallotRequest request)
    {
        byte[]? parameters = [];
        if (!Address.TryParse(request.Voter ?? "", out var voter) || !Hex.TryParse(request.Signature ?? "", out byte[]? signature) || request.Support is not { } support) return null;
        if (!string.IsNullOrEmpty(request.Params) && !Hex.TryParse(request.Params, out parameters)) return null;
        BigInteger? nonce = null;
        if (request.Nonce is { } digits)
        {
            if (digits.Length is 0 or > MaxNonceDigits || !BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number.GetByteCount(isUnsigned: true) > 32) return null;
            nonce = number;
        }

        return new SignedBallot(new BallotDecision(voter, support, request.Reason ?? "", parameters), nonce, signature);
    }
}

/// <summary>A signed ballot as it is sent in.</summary>
/// <param name="Proposal">This portal's id of the proposal: <c>eip155:chain:governor:proposal id</c>.</param>
/// <param name="Support">0 against, 1 for, 2 abstain; 255 in parts, with <paramref name="Params"/>.</param>
/// <param name="Signature">0x text.</param>
/// <param name="Nonce">Decimal, as it was signed; left out where the governor's generation has none.</param>
/// <param name="Reason">As it was signed; empty or left out for the short form.</param>
/// <param name="Params">0x text; of a vote in parts against, for, abstain, 16 bytes each.</param>
public sealed record BallotRequest(string? Proposal, string? Voter, byte? Support, string? Signature, string? Nonce = null, string? Reason = null, string? Params = null);

/// <summary>What is to be signed.</summary>
/// <param name="TypedData">For <c>eth_signTypedData_v4</c>.</param>
/// <param name="Nonce">To be sent back with the signature; null: the governor's generation has none.</param>
/// <param name="About">When the ballot stops being good.</param>
public sealed record PreparedBallotJson(JsonObject TypedData, string? Nonce, string About);

/// <summary>A ballot that was accepted.</summary>
/// <param name="Digest">What was signed (EIP-712).</param>
/// <param name="Standing">valid, relayed, alreadyVoted, nonceUsed, votingOver, refused or unknown (the chain does not answer): now.</param>
/// <param name="About">The same in a sentence.</param>
/// <param name="Transaction">That cast it, or that voted otherwise.</param>
/// <param name="VotingPower">The voter's, base units; null: not known now.</param>
/// <param name="Call">The call that casts it, for any account to send; null where it would not be taken.</param>
public sealed record BallotJson(
    string Digest, string Voter, int Support, string? Nonce, string Reason, string Params, string Signature, DateTimeOffset ReceivedAt,
    string Standing, string About, string? Transaction, string? VotingPower, BallotCallJson? Call)
{
    internal static BallotJson Of(JudgedBallot judged, Governor? governor)
    {
        var (ballot, decision) = (judged.Ballot, judged.Ballot.Decision);
        string standing = judged.Standing.ToString();
        return new(
            ballot.Digest.ToString(), decision.Voter.ToString(), decision.Support, Text(ballot.Ballot.Nonce), decision.Reason, Hex.Format(decision.Params),
            Hex.Format(ballot.Ballot.Signature), ballot.ReceivedAt, char.ToLowerInvariant(standing[0]) + standing[1..], judged.About, judged.Transaction?.ToString(), judged.Power?.ToString(),
            governor is not null && judged.Standing == BallotStanding.Valid
                ? new BallotCallJson(governor.Address.ToString(), Hex.Format(BallotPaper.Of(governor, ballot.ProposalId, decision)!.CallData(ballot.Ballot.Signature))) : null);
    }

    internal static string? Text(BigInteger? nonce) => nonce?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A call of a contract.</summary>
/// <param name="Data">0x text.</param>
public sealed record BallotCallJson(string To, string Data);
