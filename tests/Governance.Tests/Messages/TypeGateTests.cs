using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Proposals;
using Governance.Tallies;

namespace Governance.Tests.Messages;

/// <summary>Every type set that Snapshot's clients ever signed votes, proposals and their changes with is understood, not only let through.</summary>
public sealed class TypeGateTests
{
    private static readonly string[] Choices = ["A", "B", "C"];

    [Fact]
    public async Task AVoteOfEveryKindAndAge_IsCounted()
    {
        await using var portal = await OpenAsync();
        var proposals = new Dictionary<string, string>
        {
            // None of the three kinds belongs to one voting system: a number may also come as text.
            ["vote"] = await ProposeAsync(portal, "single-choice"), ["vote-array"] = await ProposeAsync(portal, "approval"), ["vote-string"] = await ProposeAsync(portal, "basic"),
        };
        var sets = SetsOf("vote", "vote-array", "vote-string");
        sets.Length.ShouldBe(36);
        foreach (var (i, set) in sets.Index())
        {
            JsonNode choice = set.Kind switch { "vote" => 2, "vote-array" => new JsonArray(1, 3), _ => "3" };
            var sent = await portal.SendAsync(Sign(portal, Signers.Named($"voter {i}"), set, new() { ["proposal"] = proposals[set.Kind], ["choice"] = choice }));
            sent.Rejection.ShouldBeNull(set.Type);
        }

        (await TallyAsync(portal, proposals["vote"])).ShouldBe("0 12 0");
        (await TallyAsync(portal, proposals["vote-array"])).ShouldBe("12 0 12");
        (await TallyAsync(portal, proposals["vote-string"])).ShouldBe("0 0 12");
    }

    [Fact]
    public async Task AProposalOfEveryAge_IsPublishedChangedAndWithdrawn()
    {
        await using var portal = await OpenAsync();
        var (published, changes, withdrawals) = (SetsOf("proposal"), SetsOf("update-proposal"), SetsOf("delete-proposal"));
        (published.Length, changes.Length, withdrawals.Length).ShouldBe((8, 4, 4));
        var ids = new List<string>();
        foreach (var (i, set) in published.Index())
        {
            var message = Sign(portal, Signers.Author, set, new() { ["title"] = $"Proposal {i}" });
            (await portal.SendAsync(message)).Rejection.ShouldBeNull(set.Type);
            ids.Add(message.Id.ToString());
        }

        foreach (var (i, set) in changes.Index())
        {
            (await portal.SendAsync(Sign(portal, Signers.Author, set, new() { ["proposal"] = ids[i], ["title"] = "Better said" }))).Rejection.ShouldBeNull(set.Type);
            (await portal.Get<ProposalStore>().FindAsync(ids[i])).ShouldNotBeNull().Title.ShouldBe("Better said");
        }

        foreach (var (i, set) in withdrawals.Index())
        {
            (await portal.SendAsync(Sign(portal, Signers.Author, set, new() { ["proposal"] = ids[i] }))).Rejection.ShouldBeNull(set.Type);
            (await portal.Get<ProposalStore>().FindAsync(ids[i])).ShouldNotBeNull().DeletedMessage.ShouldNotBeNull();
        }
    }

    private static async Task<TestPortal> OpenAsync()
    {
        var portal = await TestPortal.StartAsync(limits: new ProposalLimits { ActiveProposalsPerAuthor = 100, ProposalsPerDay = 100 });
        await portal.AcceptAsync(SampleMessages.Settings(portal, """{"name":"Phala","network":"1","symbol":"PHA","strategies":[{"name":"ticket","params":{}}]}"""));
        return portal;
    }

    private static async Task<string> ProposeAsync(TestPortal portal, string votingSystem) =>
        (await portal.AcceptAsync(SampleMessages.Proposal(portal, votingSystem, Choices, message => message["title"] = votingSystem))).Message.Id.ToString();

    private static async Task<string> TallyAsync(TestPortal portal, string proposal)
    {
        var tally = await portal.Get<TallyStore>().ReadAsync((await portal.Get<ProposalStore>().FindAsync(proposal)).ShouldNotBeNull());
        return string.Join(' ', tally.Choices.Select(choice => choice.VotingPower));
    }

    // Each field that the set names, with a value that every message of that kind may have.
    private static SignedMessage Sign(TestPortal portal, SigningKey key, TypeSet set, JsonObject values)
    {
        long now = portal.Clock.Now.ToUnixTimeSeconds();
        var defaults = new JsonObject
        {
            ["from"] = key.Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = now, ["type"] = "basic", ["title"] = "Leave", ["body"] = "Shall we?", ["discussion"] = "",
            ["choices"] = new JsonArray("A", "B", "C"), ["labels"] = new JsonArray(), ["start"] = now + 60, ["end"] = now + 86_400, ["snapshot"] = 1, ["network"] = "1",
            ["strategies"] = "[]", ["plugins"] = "{}", ["privacy"] = "", ["metadata"] = "{}", ["reason"] = "because", ["app"] = "test",
        };
        var message = new JsonObject();
        foreach (var (_, name) in set.Fields) message[name] = (values[name] ?? defaults[name]).ShouldNotBeNull(name).DeepClone();
        var types = new JsonObject { [set.Name] = new JsonArray([.. set.Fields.Select(field => (JsonNode)new JsonObject { ["name"] = field.Name, ["type"] = field.Type })]) };
        return SignedMessage.Of(key, types, message);
    }

    private static TypeSet[] SetsOf(params string[] kinds)
    {
        using var reader = new StreamReader(typeof(MessageTypes).Assembly.GetManifestResourceStream("snapshot-types.tsv")!);
        return [.. reader.ReadToEnd().Split('\n').Skip(1).Select(line => line.Split('\t')).Where(cells => cells.Length > 2 && kinds.Contains(cells[1])).Select(cells => new TypeSet(cells[1], cells[2]))];
    }

    private sealed record TypeSet(string Kind, string Type)
    {
        public string Name => Type[..Type.IndexOf('(', StringComparison.Ordinal)];

        public (string Type, string Name)[] Fields => [.. Type[(Name.Length + 1)..^1].Split(',').Select(part => part.Split(' ')).Select(words => (words[0], words[1]))];
    }
}
