using System.Globalization;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.Database;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Indexing;

namespace Governance.Tests.Indexing;

public sealed class ChainFollowerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindsOutAProvidersLimit()
    {
        const int limit = 50;
        await using var story = await GovernorStory.BeginAsync(anvilOptions: new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1), SlotsInAnEpoch = 4 });
        await story.ProposeAsync();
        await story.Anvil.Controls.MineAsync(500, ct: Ct);
        await story.ProposeAsync("# Another one");
        await story.Anvil.Controls.MineAsync(20, ct: Ct);
        int refused = 0;
        await using var proxy = new Proxy(story.Anvil.Url)
        {
            Change = (method, asked, answer) =>
            {
                if (method != "eth_getLogs" || SpanOf(asked[0]!.AsObject()) <= limit) return;
                refused++;
                answer.Remove("result");
                answer["error"] = new JsonObject { ["code"] = -32005, ["message"] = $"query exceeds max block range {limit}" };
            },
        };
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await portal.CatchUpAsync();

        refused.ShouldBeInRange(1, 12);
        await using var fresh = await IndexingPortal.StartAsync(story.Followed());
        await fresh.CatchUpAsync();
        IndexDump.Of(portal).ShouldBe(IndexDump.Of(fresh));
    }

    [Fact]
    public async Task GoesOnWhereItWas_HoweverOftenItIsStopped()
    {
        await using var story = await GovernorStory.BeginAsync(anvilOptions: new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1), SlotsInAnEpoch = 4 });
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        foreach (var voter in story.Voters) await story.Governor.CastVoteAsync(voter, told.Id, DevSupport.For);
        await story.CloseVotingAsync(told);
        await story.Governor.QueueAsync(story.Voters[0], told);
        await using var proxy = new Proxy(story.Anvil.Url);
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        try
        {
            int stops = 0;
            for (int requests = 1; ; requests++)
            {
                // The line goes dead after so many requests, and the portal with it; the next one finds what was committed.
                proxy.RequestsLeft = requests;
                await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url), folder);
                bool finished = await RunUntilTheLineIsDeadAsync(portal);
                await RequireWholeAsync(portal);
                if (finished) break;
                stops++;
            }

            stops.ShouldBeGreaterThan(5);
            proxy.RequestsLeft = int.MaxValue;
            await using var again = await IndexingPortal.StartAsync(story.Followed(proxy.Url), folder);
            await again.CatchUpAsync();
            await using var fresh = await IndexingPortal.StartAsync(story.Followed());
            await fresh.CatchUpAsync();
            IndexDump.Of(again).ShouldBe(IndexDump.Of(fresh));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task IndexesAfresh_WhenOtherContractsAreFollowed()
    {
        await using var story = await GovernorStory.BeginAsync();
        var told = await story.ProposeAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();

        var moved = story.Followed() with { Governors = [new FollowedGovernor(story.Governor.Address, "another.space")] };
        var follower = portal.Get<ChainFollowers>().Of(moved);
        while (await follower.StepAsync(Ct))
        {
        }

        (await portal.ProposalAsync(story.IdOf(told))).Space.ShouldBe("another.space");
    }

    private static async Task<bool> RunUntilTheLineIsDeadAsync(IndexingPortal portal)
    {
        try
        {
            while (await portal.Follower.StepAsync(Ct))
            {
            }

            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    // Rows and cursor are of one commit: nothing stands above the cursor, and the count is that of the votes.
    private static async Task RequireWholeAsync(IndexingPortal portal)
    {
        await using var connection = portal.Get<Db>().Open();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT COUNT(*) FROM governor_votes v WHERE v.block > (SELECT COALESCE(MAX(head_number), -1) FROM chain_cursors))
                 + (SELECT COUNT(*) FROM execution_events e WHERE e.block > (SELECT COALESCE(MAX(head_number), -1) FROM chain_cursors))
                 + (SELECT COUNT(*) FROM governor_proposals g WHERE g.block > (SELECT COALESCE(MAX(head_number), -1) FROM chain_cursors))
                 + (SELECT ABS(COUNT(*) - (SELECT COALESCE(SUM(votes), 0) FROM tally_cells WHERE cell = '')) FROM governor_votes)
            """;
        (await command.ExecuteScalarAsync(Ct)).ShouldBe(0L);
    }

    private static long SpanOf(JsonObject asked) => asked.ContainsKey("fromBlock") ? Number(asked["toBlock"]!) - Number(asked["fromBlock"]!) + 1 : 1;

    private static long Number(JsonNode hex) => long.Parse(hex.GetValue<string>().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
