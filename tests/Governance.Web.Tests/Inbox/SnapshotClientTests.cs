using System.Net.Http.Json;
using System.Text.Json;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

/// <summary>Snapshot's published client with this portal as its hub: every kind that issue 2 names, each refusal with Snapshot's own words.</summary>
public sealed class SnapshotClientTests
{
    private const string Space = "client.test";
    private const string Script = "snapshot-client.mjs";

    private static readonly (string Step, string? Refusal)[] Expected =
    [
        ("space by a stranger", "not allowed"),
        ("space with an unknown strategy", "strategy 'moon-phase' is not a valid strategy"),
        ("proposal before the space exists", "unknown space"),
        ("space", null),
        ("proposal that ends in the past", "proposal end date must be in the future"),
        ("proposal without a title", "wrong proposal format"),
        ("basic proposal with four choices", "wrong choices for basic type voting"),
        ("proposal with an unknown voting system", "invalid voting type"),
        ("encrypted proposal", "not allowed to set privacy"),
        ("proposal with a long text", "proposal body length can not exceed 10000 characters"),
        ("proposal with 21 choices", "number of choices can not exceed 20"),
        ("proposal", null),
        ("proposal that opens later", null),
        ("vote", null),
        ("vote again, later", null),
        ("vote with an earlier time", "already voted at later time"),
        ("vote of another", null),
        ("the same vote again", "duplicate message"),
        ("two votes in one second, first", null),
        ("vote without power", "no voting power"),
        ("vote for a choice that is not there", "invalid choice"),
        ("vote on an unknown proposal", "unknown proposal"),
        ("vote before voting opens", "not in voting window"),
        ("vote with a space in the proposal's id", "proposal cannot contain whitespace"),
        ("vote in an unknown space", "unknown space"),
        ("vote a week old", "wrong timestamp"),
        ("vote from the future", "wrong timestamp"),
        ("vote with long metadata", "too large metadata"),
        ("vote with a long reason", "wrong vote format"),
        ("altered choice", "signature validation failed"),
        ("another's name", "signature validation failed"),
        ("wrong domain", "wrong domain"),
        ("wrong types", "wrong types"),
        ("extra key", "wrong envelope format"),
        ("lower-case address", "wrong envelope format"),
        ("as it was signed", "already voted at later time"),
        ("too large", "too large message"),
    ];

    [Fact]
    public async Task SnapshotsClient_IsServedAsBySnapshotsSequencer()
    {
        await using var portal = await ClientSteps.StartPortalAsync(Script, Space);

        var steps = await ClientSteps.RunAsync(Script, Space, portal);

        foreach (var (name, refusal) in Expected) steps.Check(name, refusal);
        CheckEqualSeconds(steps);
        await CheckTallyAsync(portal, steps["proposal"].GetProperty("id").GetString()!, steps["two votes in one second, second"].GetProperty("ok").GetBoolean());
    }

    // Of two votes with one timestamp the larger id stays, in whichever order they come.
    private static void CheckEqualSeconds(ClientSteps steps)
    {
        var first = steps["two votes in one second, first"];
        var second = steps["two votes in one second, second"];
        if (second.GetProperty("ok").GetBoolean())
            string.CompareOrdinal(second.GetProperty("id").GetString(), first.GetProperty("id").GetString()).ShouldBePositive();
        else
            second.GetProperty("error_description").GetString().ShouldBe("already voted same time with lower index");
    }

    private static async Task CheckTallyAsync(PortalProcess portal, string proposal, bool bobChangedToTwo)
    {
        using var http = new HttpClient { BaseAddress = portal.Url };
        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposal}/tally.json", TestContext.Current.CancellationToken);
        var powers = tally.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("votingPower").GetString()).ToArray();
        powers.ShouldBe(bobChangedToTwo ? ["0", "1605"] : ["605", "1000"]);
        tally.GetProperty("decimals").GetInt32().ShouldBe(1);
        tally.GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(2);
    }
}
