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
    public async Task FindsOutAProvidersLimit_OfBlocks()
    {
        await using var story = await StoryOfManyBlocksAsync(2_400);
        await RequireTheLimitIsFoundOutAsync(story, (asked, _) => SpanOf(asked) > 1_000, -32005, "query exceeds max block range 1000");
    }

    [Theory]
    [InlineData(-32005, "query returned more than 10000 results")]
    [InlineData(-32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 10K block range, or any range with a cap of 10K logs: response too large")]
    public async Task FindsOutAProvidersLimit_OfLogs(int code, string message)
    {
        // The chain has few logs; each stands for this many.
        const int weight = 2_500;
        await using var story = await StoryOfManyBlocksAsync(300);
        await RequireTheLimitIsFoundOutAsync(story, (_, logs) => logs * weight > 10_000, code, message);
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

    // Events in bunches, far apart, and all of it long final.
    private static async Task<GovernorStory> StoryOfManyBlocksAsync(int blocks)
    {
        var story = await GovernorStory.BeginAsync(anvilOptions: new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1), SlotsInAnEpoch = 4 });
        const int bunches = 4;
        for (int bunch = 0; bunch < bunches; bunch++)
        {
            for (int i = 0; i < 3; i++) await story.ProposeAsync($"# {bunch}.{i}");
            await story.Anvil.Controls.MineAsync(blocks / bunches, ct: Ct);
        }

        return story;
    }

    // The range halves itself below what the provider answers, tries a little more now and then, and the index is that of a provider without limits.
    private static async Task RequireTheLimitIsFoundOutAsync(GovernorStory story, Func<JsonObject, int, bool> isTooMuch, int code, string message)
    {
        int refused = 0;
        await using var proxy = new Proxy(story.Anvil.Url)
        {
            Change = (method, asked, answer) =>
            {
                if (method != "eth_getLogs" || !isTooMuch(asked[0]!.AsObject(), answer["result"]!.AsArray().Count)) return;
                refused++;
                answer.Remove("result");
                answer["error"] = new JsonObject { ["code"] = code, ["message"] = message };
            },
        };
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await portal.CatchUpAsync();

        refused.ShouldBeInRange(1, 30);
        await using var fresh = await IndexingPortal.StartAsync(story.Followed());
        await fresh.CatchUpAsync();
        IndexDump.Of(portal).ShouldBe(IndexDump.Of(fresh));
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
