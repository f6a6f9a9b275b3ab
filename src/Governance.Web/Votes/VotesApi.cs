using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Votes;
using Governance.Web.Hosting;
using Governance.Web.Proposals;

namespace Governance.Web.Votes;

/// <summary>Votes by page, and an account's voting power with its reasons.</summary>
internal static class VotesApi
{
    private const int MostItems = 1000;

    public static void MapVotes(this IEndpointRouteBuilder routes)
    {
        var proposal = routes.MapGroup("/api/proposals/{id}").WithTags("Votes");
        proposal.MapGet("/votes", ListAsync).WithName("listVotes").WithSummary("The votes that count; every page costs the same, however deep")
            .Produces<ListJson<VoteJson>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        proposal.MapGet("/power/{address}", PowerAsync).WithName("findPower").WithSummary("An account's voting power, source by source, and why")
            .Produces<PowerJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ListAsync(
        string id, ProposalStore proposals, VoteList votes, string order = "power", string? choice = null, string? voter = null, string? after = null, [Range(1, MostItems)] int limit = 100)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        if (!QueryNames.TryRead(order, out VoteOrder sorted)) return Problems.Of(StatusCodes.Status400BadRequest, "bad-order", $"order must be one of {QueryNames.Of<VoteOrder>()}.");
        if (!string.IsNullOrEmpty(after) && Cursors.ReadVote(after) is null) return Problems.BadCursor();
        Address account = default;
        if (!string.IsNullOrEmpty(voter) && !Address.TryParse(voter, out account)) return Problems.BadAddress(nameof(voter));

        ChoiceFilter? chosen = null;
        if (!string.IsNullOrEmpty(choice) && (chosen = ChoiceFilter.Parse(choice, proposal)) is null) return Problems.Of(StatusCodes.Status400BadRequest, "bad-choice", $"choice must be a number from 1 to {proposal.Choices.Count}, or a whole choice as JSON that a vote on this proposal can have.");

        var page = await votes.PageAsync(proposal, new(
            sorted, chosen, string.IsNullOrEmpty(voter) ? null : account, Cursors.ReadVote(after), limit + 1));
        string? next = page.Count > limit ? Cursors.Write(page[limit - 1].Cursor) : null;
        return Results.Ok(new ListJson<VoteJson>([.. page.Take(limit).Select(vote => VoteJson.Of(vote, proposal.Rules.Decimals))], next));
    }

    private static async Task<IResult> PowerAsync(
        string id, string address, ProposalStore proposals, ProposalPowers powers, ExplainPower explain, CountedDelegations delegations, CancellationToken cancellationToken)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        if (!Address.TryParse(address, out var account)) return Problems.BadAddress(nameof(address));
        // What the chain gives weight to is the governor's to say, and only when a vote is cast: no number here would be sure.
        if (proposal.Kind == ProposalKind.Governor) return Problems.Of(StatusCodes.Status404NotFound, "power-on-chain", "Votes on this proposal are transactions: the governor contract itself says an account's power (getVotes at the proposal's snapshot). The vote box on its page asks it.");
        var power = await powers.ReadAndKeepAsync(proposal, account, cancellationToken);
        if (power.Rejection is { } unknown) return Problems.Of(unknown);
        return Results.Ok(PowerJson.Of(account, power.Value, explain.Run(proposal.Rules.Strategies, account, power.Value), await delegations.RunAsync(proposal, account, power.Value)));
    }
}

/// <summary>A vote for the HTTP interface.</summary>
/// <param name="Choice">A number from 1, a list of them, or weights by number.</param>
/// <param name="VotingPower">Base units.</param>
/// <param name="ByStrategy">Base units, in the proposal's order.</param>
/// <param name="Id">A signed vote's message; null for an on-chain one.</param>
/// <param name="LedgerIndex">A signed vote's entry; null for an on-chain one.</param>
/// <param name="Transaction">An on-chain vote's; null for a signed one.</param>
/// <param name="Block">An on-chain vote's; null for a signed one.</param>
/// <param name="Kind">Of an on-chain vote: cast; override (a holder's own tokens, voted over the delegate); reduction (what that takes from the delegate's vote: subtract it). Null for a signed one.</param>
public sealed record VoteJson(
    string? Id, string Voter, JsonElement Choice, string VotingPower, IReadOnlyList<string> ByStrategy, int Decimals, DateTimeOffset Time, string Reason,
    long? LedgerIndex, string? Transaction, long? Block, string? Kind)
{
    internal static VoteJson Of(ListedVote vote, int decimals) => new(
        vote.Message?.ToString(), vote.Voter.ToString(), JsonSerializer.Deserialize<JsonElement>(vote.Choice), vote.VotingPower.ToString(),
        [.. vote.ByStrategy.Select(static power => power.ToString())], decimals, vote.At, vote.Reason,
        vote.Message is null ? null : vote.Position, vote.Fact?.Transaction.ToString(), vote.Fact?.Block, vote.Fact is null ? null : vote.Kind.ToString().ToLowerInvariant());
}
