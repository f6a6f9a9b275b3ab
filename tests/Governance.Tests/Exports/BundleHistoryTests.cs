using System.Text.Json.Nodes;
using Governance.Audit;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Recounts;

namespace Governance.Tests.Exports;

/// <summary>What came before and after the votes: updates, aliases set and taken back, withdrawals. An auditor judges all of it offline.</summary>
public sealed class BundleHistoryTests
{
    private static readonly SigningKey Phone = Signers.Named("alice's phone");

    private static readonly Dictionary<string, (Action<BundleText> Alter, string Code)> Ways = new()
    {
        ["the alias hidden behind its hash"] = (b => Hide(b, b.OfKind("alias")), "wrong-signer"),
        ["the alias of another account, mended"] = (b => Mended(b, b.OfKind("alias"), Signers.Alice.Address, Signers.Bob.Address), "wrong-signature"),
        ["another alias, mended"] = (b => Mended(b, b.OfKind("alias"), Phone.Address, Signers.Carol.Address), "wrong-signature"),
        ["an alias that the forger set himself"] = (b => Forge(b, b.OfKind("alias"), Signers.Stranger), "wrong-signer"),
        ["the alias's vote in another name, mended"] = (b => Mended(b, b.Vote(0), Signers.Alice.Address, Signers.Carol.Address), "wrong-signer"),
        ["the alias too old, mended"] = (b => { b.Replace(b.OfKind("alias"), "\"timestamp\":1780000002", "\"timestamp\":1770000002"); b.Mend(b.OfKind("alias"), withId: true); }, "wrong-signer"),
        ["the taking back moved before the vote"] = (b => Move(b, b.OfKind("revoke-alias"), b.Vote(0)), "wrong-signer"),
        ["the update hidden behind its hash"] = (b => Hide(b, b.OfKind("update-proposal")), "wrong-tally"),
        ["other words in the update, mended"] = (b => { b.Replace(b.OfKind("update-proposal"), "better said", "worse said"); b.Mend(b.OfKind("update-proposal"), withId: true); }, "wrong-signature"),
        ["an update by the forger"] = (b => Forge(b, b.OfKind("update-proposal"), Signers.Stranger), "unreadable"),
        ["the update moved behind the votes"] = (b => Move(b, b.OfKind("update-proposal"), b.Vote(1)), "late-update"),
        ["the update of another proposal, mended"] = (b => ForeignProposal(b, b.OfKind("update-proposal")), "foreign-proposal"),
        ["the withdrawal hidden behind its hash"] = (b => Hide(b, b.OfKind("delete-proposal")), "wrong-tally"),
        ["a withdrawal by the forger"] = (b => Forge(b, b.OfKind("delete-proposal"), Signers.Stranger), "wrong-signer"),
        ["the withdrawal of another proposal, mended"] = (b => ForeignProposal(b, b.OfKind("delete-proposal")), "foreign-proposal"),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Fact]
    public async Task UpdatesAliasesAndWithdrawals_AreJudgedOffline()
    {
        await using var portal = await TestPortal.StartAsync();
        var bundle = await BundleText.ExportAsync(portal, await FillAsync(portal));
        var report = bundle.Audit();
        report.Differences.ShouldBeEmpty();
        report.Proposal!.Choices.ShouldBe(["Stay", "Go"]);
        (report.Votes, report.Voters).ShouldBe((2, 2));
        report.Tally!.Choices.Select(choice => choice.VotingPower.ToString()).ShouldBe(["1000", "605"]);
        foreach (string kind in (string[])["alias", "revoke-alias", "update-proposal", "delete-proposal"]) bundle.OfKind(kind).ShouldBeGreaterThan(0, kind);
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryWayToAlterTheHistory_IsFoundAndNamed(string way)
    {
        await using var portal = await TestPortal.StartAsync();
        var bundle = await BundleText.ExportAsync(portal, await FillAsync(portal));
        var (alter, code) = Ways[way];
        alter(bundle);
        bundle.Close();
        bundle.Audit().Differences.Select(difference => difference.Code).ShouldContain(code, way);
    }

    // Leaves: settings, the proposal, its update, an alias, a vote by it, the alias taken back, another vote, the withdrawal.
    private static async Task<Proposal> FillAsync(TestPortal portal)
    {
        void Pass(int seconds) => portal.Clock.Now = portal.Clock.Now.AddSeconds(seconds);
        await portal.AcceptAsync(SampleMessages.Settings(portal, SampleMessages.WhitelistSettings()));
        long start = portal.Clock.Now.ToUnixTimeSeconds() + 100;
        var published = await portal.AcceptAsync(SampleMessages.Proposal(portal, "single-choice", ["Yes", "No"], message => (message["start"], message["end"]) = (start, start + 86_400)));
        string id = published.Message.Id.ToString();
        Pass(1);
        await portal.AcceptAsync(SampleMessages.Update(portal, id, "single-choice", ["Stay", "Go"]));
        Pass(1);
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, Phone.Address.ToString()));
        Pass(100);
        await portal.AcceptAsync(SampleMessages.VoteFor(portal, Phone, Signers.Alice.Address, id, 1));
        Pass(1);
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, Phone.Address.ToString(), revoke: true));
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, id, 2));
        await portal.AcceptAsync(SampleMessages.Delete(portal, id, Signers.Author));
        return (await portal.Get<ProposalStore>().FindAsync(id)).ShouldNotBeNull();
    }

    private static void Mended(BundleText b, int line, Address old, Address other)
    {
        b.Replace(line, $"\"{old}\"", $"\"{other}\"");
        b.Mend(line, withId: true);
    }

    private static void Hide(BundleText b, int line)
    {
        var json = JsonNode.Parse(b.Lines[line])!;
        long index = long.Parse(json["entry"]!.GetValue<string>().Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture);
        b.Lines[line] = $"{{\"skip\":[{index},{index + 1}],\"nodes\":[\"{json["leaf"]}\"]}}";
    }

    // With the numbers in the ledger exchanged, so that the order itself seems right.
    private static void Move(BundleText b, int from, int to)
    {
        var moved = b.Lines[from];
        b.Lines.RemoveAt(from);
        b.Lines.Insert(to, moved);
        for (int line = Math.Min(from, to); line <= Math.Max(from, to); line++)
        {
            string index = (line - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            b.Entry(line, 1, _ => index);
            b.Mend(line);
        }
    }

    private static void ForeignProposal(BundleText b, int line)
    {
        string id = JsonNode.Parse(b.Lines[0])!["proposal"]!.GetValue<string>();
        b.Replace(line, $"\"proposal\":\"{id}\"", $"\"proposal\":\"0x{new string('2', 64)}\"");
        b.Mend(line, withId: true);
    }

    // Said, signed and hashed by somebody else in his own name.
    private static void Forge(BundleText b, int line, SigningKey forger)
    {
        var envelope = JsonNode.Parse(b.EnvelopeText(line))!.AsObject();
        var data = envelope["data"]!.AsObject();
        data["message"]!["from"] = forger.Address.ToString();
        envelope["address"] = forger.Address.ToString();
        using var json = System.Text.Json.JsonDocument.Parse(data.ToJsonString());
        TypedData.TryParse(json.RootElement, out var typed, out var fault).ShouldBeTrue(fault);
        envelope["sig"] = forger.Sign(typed!.Digest).ToString();
        b.Replace(line, b.EnvelopeText(line), envelope.ToJsonString(Governance.Exports.BundleFormat.Json));
        b.Mend(line, withId: true);
    }
}
