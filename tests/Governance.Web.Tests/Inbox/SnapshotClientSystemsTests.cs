using System.Globalization;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

/// <summary>Snapshot's published client on every voting system, counted as its own library counts; changes, withdrawals and aliases with Snapshot's own words.</summary>
public sealed class SnapshotClientSystemsTests
{
    private const string Space = "systems.test";
    private const string VoteBox = "class=\"panel vote-box\"";
    private const string Script = "snapshot-client-systems.mjs";

    private static readonly string[] Systems = ["single-choice", "basic", "approval", "ranked-choice", "copeland", "weighted", "quadratic"];

    private static readonly (string Step, string? Refusal)[] Expected =
    [
        ("space", null),
        ("proposal that opens later", null),
        ("proposal that has begun", null),
        ("update by a stranger", "Not the author"),
        ("update after the start", "proposal already started"),
        ("update to custom voting", "invalid voting type"),
        ("update of an unknown proposal", "unknown proposal"),
        ("update", null),
        ("proposal to withdraw", null),
        ("vote before the withdrawal", null),
        ("withdrawal by a stranger", "not authorized to archive proposal"),
        ("withdrawal", null),
        ("withdrawal again", "unknown proposal"),
        ("vote after the withdrawal", "unknown proposal"),
        ("proposal for an alias", null),
        ("vote by an alias that is none", "wrong alias"),
        ("revocation of an alias that is none", "alias does not exist"),
        ("alias of oneself", "alias cannot be the same as the address"),
        ("alias", null),
        ("alias of two accounts", "alias is already linked to another address"),
        ("vote by an alias", null),
        ("alias in another's name", "wrong alias"),
        ("withdrawal by an alias", "alias not allowed for the type: delete-proposal"),
        ("revocation", null),
        ("vote by a revoked alias", "wrong alias"),
    ];

    [Fact]
    public async Task SnapshotsClient_FindsEverySystem_CountedAsBySnapshotsLibrary()
    {
        await using var portal = await ClientSteps.StartPortalAsync(Script, Space);
        using var http = new HttpClient { BaseAddress = portal.Url };

        var steps = await ClientSteps.RunAsync(Script, Space, portal);

        foreach (var system in Systems) await CheckSystemAsync(http, steps, system);
        foreach (var (name, refusal) in Expected) steps.Check(name, refusal);
        await CheckUpdatedAsync(http, IdOf(steps, "proposal that opens later"));
        await CheckWithdrawnAsync(http, IdOf(steps, "proposal to withdraw"));
        await CheckAliasAsync(http, IdOf(steps, "proposal for an alias"), steps["people"]);
    }

    private static async Task CheckSystemAsync(HttpClient http, ClientSteps steps, string system)
    {
        foreach (var vote in (string[])["vote 1", "vote 2", "vote 3", "changed vote", "as text"]) steps.Check($"{system}: {vote}", null);
        var invalid = steps.Names.Where(name => name.StartsWith($"{system}: invalid choice", StringComparison.Ordinal)).ToArray();
        invalid.Length.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var name in invalid) steps.Check(name, "invalid choice");

        var counted = steps[$"{system}: counted"];
        var tally = await GetAsync(http, $"/api/proposals/{counted.GetProperty("proposal").GetString()}/tally.json");
        var unit = BigInteger.Pow(10, tally.GetProperty("decimals").GetInt32());
        // 100.25 + 60.5 + 33.3, and a ticket each.
        var total = 19_705 * unit / 100;
        Units(tally.GetProperty("total")).ShouldBe(total, system);
        tally.GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(3, system);
        // Approval counts a vote once for each choice that it names: three of the first voter's, one of the second's, none of the third's.
        Choices(tally).Aggregate(BigInteger.Zero, (sum, choice) => sum + Units(choice)).ShouldBe(system == "approval" ? (3 * 10_125 + 6_150) * unit / 100 : total, system);
        CheckScores(tally, counted, unit, system);
    }

    private static void CheckScores(JsonElement tally, JsonElement counted, BigInteger unit, string system)
    {
        double allowed = 1e-9 * counted.GetProperty("total").GetDouble();
        Choices(tally).Select(choice => Number(Units(choice), unit)).ShouldBe(counted.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()), allowed, system);
        var rows = counted.GetProperty("byStrategy").EnumerateArray().ToArray();
        rows.Length.ShouldBe(Choices(tally).Length, system);
        foreach (var (choice, row) in Choices(tally).Zip(rows))
        {
            var ours = choice.GetProperty("byStrategy").EnumerateArray().Select(power => Number(Units(power.GetString()!), unit));
            ours.ShouldBe(row.EnumerateArray().Select(score => score.GetDouble()), allowed, $"{system}: {choice} {row}");
        }
    }

    private static async Task CheckUpdatedAsync(HttpClient http, string id)
    {
        var proposal = await GetAsync(http, $"/api/proposals/{id}");
        proposal.GetProperty("title").GetString().ShouldBe("Second words");
        proposal.GetProperty("votingSystem").GetString().ShouldBe("ranked-choice");
        proposal.GetProperty("state").GetString().ShouldBe("pending");
        proposal.GetProperty("changedLedgerIndex").GetInt64().ShouldBeGreaterThan(proposal.GetProperty("ledgerIndex").GetInt64());
        proposal.GetProperty("withdrawnLedgerIndex").ValueKind.ShouldBe(JsonValueKind.Null);
        var page = await PageAsync(http, id);
        page.ShouldContain("This proposal was changed before voting began.");
        page.ShouldNotContain("This proposal was withdrawn.");
        page.ShouldContain(VoteBox);
    }

    private static async Task CheckWithdrawnAsync(HttpClient http, string id)
    {
        var proposal = await GetAsync(http, $"/api/proposals/{id}");
        proposal.GetProperty("state").GetString().ShouldBe("canceled");
        proposal.GetProperty("tally").GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(1);
        var page = await PageAsync(http, id);
        page.ShouldContain("This proposal was withdrawn.");
        page.ShouldContain($"entry {proposal.GetProperty("withdrawnLedgerIndex").GetInt64()} of the ledger");
        page.ShouldNotContain(VoteBox);
        var listed = (await GetAsync(http, $"/api/proposals?space={Space}&limit=100")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToArray();
        listed.Length.ShouldBe(Systems.Length + 3);
        listed.ShouldNotContain(id);
    }

    private static async Task CheckAliasAsync(HttpClient http, string id, JsonElement people)
    {
        var votes = (await GetAsync(http, $"/api/proposals/{id}/votes")).GetProperty("items").EnumerateArray().ToArray();
        votes.Length.ShouldBe(1);
        votes[0].GetProperty("voter").GetString().ShouldBe(people.GetProperty("alice").GetString());
        votes[0].GetProperty("choice").GetRawText().ShouldBe("[1,2]");
        var tally = await GetAsync(http, $"/api/proposals/{id}/tally.json");
        Units(tally.GetProperty("total")).ShouldBe(10_125 * BigInteger.Pow(10, tally.GetProperty("decimals").GetInt32()) / 100);
    }

    private static JsonElement[] Choices(JsonElement tally) => [.. tally.GetProperty("choices").EnumerateArray()];

    private static BigInteger Units(JsonElement counted) => Units(counted.GetProperty("votingPower").GetString()!);

    private static BigInteger Units(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture);

    // In tokens, as close as a double comes: 53 bits are enough for a billionth.
    private static double Number(BigInteger units, BigInteger unit) => (double)units / (double)unit;

    private static string IdOf(ClientSteps steps, string step) => steps[step].GetProperty("id").GetString()!;

    private static Task<string> PageAsync(HttpClient http, string id) => http.GetStringAsync(new Uri($"/{Space}/proposals/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

    private static Task<JsonElement> GetAsync(HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
}
