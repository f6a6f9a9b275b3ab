using System.Globalization;
using System.Text.Json.Nodes;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Inbox;
using Governance.Spaces;
using Governance.Strategies;

namespace Governance.Web.Demo;

/// <summary>The demo space, its proposals and its votes: each a really signed message through the same door as everybody's.</summary>
internal sealed class DemoSpace(AcceptMessage accept, SpaceStore spaces, ImportLists import, DemoReadings readings, TimeProvider clock)
{
    public const string Id = "phala.demo";

    public static readonly SigningKey Controller = DevAccounts.Key("space controller");
    private static readonly SigningKey Author = DevAccounts.Key("author");

    public async Task OpenAsync(Anvil anvil, DemoState state, CancellationToken cancellationToken)
    {
        var people = DemoAccount.Of(anvil);
        var (balances, links) = await ImportAsync(people, all: false);
        await PublishAsync(DemoSettings.OnChain(anvil.ChainId, state, balances, links), state.SnapshotBlock, end => DemoMilestones.Of(anvil.ChainId, state, end), cancellationToken);
        await readings.KeepAsync(people, cancellationToken);
    }

    /// <summary>The same space on the imported balances alone.</summary>
    public async Task OpenWithoutChainAsync(CancellationToken cancellationToken)
    {
        if (spaces.Find(Id) is not null) return;
        var (balances, links) = await ImportAsync([], all: true);
        await PublishAsync(DemoSettings.WithoutChain(balances, links), 0, static _ => "{}", cancellationToken);
    }

    private async Task<(ListFile Balances, ListFile Links)> ImportAsync(IReadOnlyList<DemoAccount> people, bool all)
    {
        var accounts = DemoOldChain.Accounts(people);
        return (await import.ImportAsync("parachain.csv", DemoOldChain.Balances(accounts), ListKind.OldBalances), await import.ImportAsync("links.csv", DemoOldChain.Links(accounts, all), ListKind.Links));
    }

    private async Task PublishAsync(JsonObject settings, ulong snapshot, Func<long, string> milestones, CancellationToken cancellationToken)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        await SendAsync(DemoMessage.Settings(Controller, now, settings), cancellationToken);
        foreach (var story in DemoProposal.All)
        {
            // The migration itself is what milestones are for.
            string plugins = story == DemoProposal.All[0] ? milestones(now + (story.EndsInMinutes * 60L)) : "{}";
            var id = await SendAsync(DemoMessage.Proposal(Author, story, now, snapshot, plugins), cancellationToken);
            var votes = DevAccounts.Voters(story.Voters).Select((voter, i) => DemoMessage.Vote(voter, story, id, i, now));
            await Parallel.ForEachAsync(votes, cancellationToken, async (vote, ct) => await SendAsync(vote, ct));
        }
    }

    private async Task<string> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        var outcome = await accept.RunAsync(body, cancellationToken);
        // After a restart in the middle of it, the first part is there already.
        if (outcome.Rejection is { } rejection)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The demo's own message was refused ({rejection.Code}): {rejection.Explanation}"));
        return outcome.Value.Message.Id.ToString();
    }
}
