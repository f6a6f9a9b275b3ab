using System.Text.Json.Nodes;
using Governance.Audit;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Tallies;

namespace Governance.Tests.Exports;

public sealed class BundleTests
{
    private static readonly SigningKey Forger = Signers.Stranger;

    // What is done to the bundle, and how the audit must name it. "Mended" means that every hash that can be put right was.
    private static readonly Dictionary<string, (Action<BundleText> Alter, string Code)> Ways = new()
    {
        ["another choice"] = (b => b.Envelope(b.Vote(0), "\"choice\":1", "\"choice\":2"), "altered-envelope"),
        ["another choice, mended but for the id"] = (b => Mended(b, b.Vote(0), "\"choice\":1", "\"choice\":2"), "wrong-id"),
        ["another choice, mended"] = (b => Mended(b, b.Vote(0), "\"choice\":1", "\"choice\":2", withId: true), "wrong-signature"),
        ["an invalid choice, mended"] = (b => Mended(b, b.Vote(0), "\"choice\":1", "\"choice\":9", withId: true), "invalid-choice"),
        ["another reason"] = (b => b.Envelope(b.Vote(1), "because", "because not"), "altered-envelope"),
        ["another reason, mended"] = (b => Mended(b, b.Vote(1), "because", "because not", withId: true), "wrong-signature"),
        ["unsigned words added, mended"] = (b => Mended(b, b.Vote(1), "\"metadata\":\"{}\"", "\"metadata\":\"{}\",\"note\":\"x\""), "wrong-root"),
        ["back-dated"] = (b => b.Envelope(b.Vote(2), "\"timestamp\":1780000003", "\"timestamp\":1780000001"), "altered-envelope"),
        ["back-dated out of the window, mended"] = (b => Mended(b, b.Vote(2), "\"timestamp\":1780000003", "\"timestamp\":1779999999", withId: true), "outside-window"),
        ["an earlier arrival"] = (b => b.Entry(b.Vote(2), 5, _ => "1780000001000"), "altered-entry"),
        ["an earlier arrival, mended"] = (b => MendedEntry(b, b.Vote(2), 5, _ => "1780000001000"), "wrong-root"),
        ["an arrival after the end, mended"] = (b => MendedEntry(b, b.Vote(2), 5, _ => "1790000001000"), "arrived-outside-window"),
        ["more power"] = (b => b.Entry(b.Vote(0), 7, e => e.Replace("1000", "9000", StringComparison.Ordinal)), "altered-entry"),
        ["more power, mended"] = (b => MendedEntry(b, b.Vote(0), 7, e => e.Replace("1000", "9000", StringComparison.Ordinal)), "wrong-power"),
        ["more power in all, mended"] = (b => MendedEntry(b, b.Vote(0), 7, e => e.Replace("\"total\":\"1000\"", "\"total\":\"2000\"", StringComparison.Ordinal)), "wrong-power"),
        ["power of no strategy, mended"] = (b => MendedEntry(b, b.Vote(0), 7, e => e.Replace("whitelist-weighted", "ticket", StringComparison.Ordinal)), "wrong-power"),
        ["power in other decimals, mended"] = (b => MendedEntry(b, b.Vote(0), 7, e => e.Replace("\"decimals\":1", "\"decimals\":2", StringComparison.Ordinal)), "wrong-power"),
        ["power beyond all bounds, mended"] = (b => MendedEntry(b, b.Vote(0), 7, e => e.Replace("\"1000\"", $"\"1{new string('0', 77)}\"", StringComparison.Ordinal)), "wrong-power"),
        ["a signature called a contract's, mended"] = (b => MendedEntry(b, b.Vote(0), 7, e => e.Replace("\"key\"", "\"contract\"", StringComparison.Ordinal)), "wrong-root"),
        ["a vote dropped"] = (b => b.Lines.RemoveAt(b.Vote(3)), "missing-leaf"),
        ["a vote hidden behind its hash"] = (b => Hide(b, b.Vote(3)), "missing-vote"),
        ["the last vote hidden behind its hash"] = (b => Hide(b, b.Vote(6)), "wrong-tally"),
        ["a vote doubled"] = (b => b.Lines.Insert(b.Vote(3), b.Lines[b.Vote(3)]), "out-of-order"),
        ["two votes exchanged"] = (b => (b.Lines[b.Vote(1)], b.Lines[b.Vote(2)]) = (b.Lines[b.Vote(2)], b.Lines[b.Vote(1)]), "missing-leaf"),
        ["a replaced vote moved behind its successor"] = (b => Move(b, b.Vote(0), b.Vote(6)), "not-latest"),
        ["votes renumbered, mended"] = (b => MendedEntry(b, b.Vote(4), 4, _ => "7"), "missing-vote"),
        ["another index, mended"] = (b => MendedEntry(b, b.Vote(4), 1, _ => "2"), "out-of-order"),
        ["another kind, mended"] = (b => MendedEntry(b, b.Vote(4), 3, _ => "vote-array"), "wrong-kind"),
        ["another id"] = (b => b.Entry(b.Vote(4), 2, _ => "0x" + new string('1', 64)), "wrong-id"),
        ["the choice twice"] = (b => b.Envelope(b.Vote(0), "\"choice\":1", "\"choice\":2,\"choice\":1"), "altered-envelope"),
        ["the choice twice, mended"] = (b => MendedHashes(b, b.Vote(0), "\"choice\":1", "\"choice\":2,\"choice\":1"), "malformed-line"),
        ["spaces between"] = (b => b.Envelope(b.Vote(0), "\"choice\":1", "\"choice\": 1"), "altered-envelope"),
        ["another signature"] = (b => b.Envelope(b.Vote(0), "\"sig\":\"0x", "\"sig\":\"0x00"), "altered-envelope"),
        ["another one's signature, mended"] = (b => MendedHashes(b, b.Vote(0), Signature(b, b.Vote(0)), Signature(b, b.Vote(1))), "wrong-signature"),
        ["another signer, mended"] = (b => MendedHashes(b, b.Vote(0), $"\"address\":\"{Signers.Alice.Address}\"", $"\"address\":\"{Forger.Address}\""), "wrong-signer"),
        ["another voter, mended"] = (b => Mended(b, b.Vote(0), $"\"from\":\"{Signers.Alice.Address}\"", $"\"from\":\"{Signers.Carol.Address}\"", withId: true), "wrong-signer"),
        ["a forged vote, signed by its forger"] = (b => Forge(b, b.Vote(0), "phala.test", null), "wrong-signature"),
        ["a vote of another space"] = (b => Forge(b, b.Vote(0), "else.test", null), "foreign-space"),
        ["a vote on another proposal"] = (b => Forge(b, b.Vote(0), "phala.test", "0x" + new string('2', 64)), "foreign-proposal"),
        ["the proposal's end"] = (b => b.Envelope(b.OfKind("proposal"), "\"end\":1780086400", "\"end\":1780086401"), "altered-envelope"),
        ["the proposal's rules"] = (b => b.Entry(b.OfKind("proposal"), 7, e => e.Replace(":100,", ":900,", StringComparison.Ordinal)), "altered-entry"),
        ["the proposal's rules, mended"] = (b => MendedEntry(b, b.OfKind("proposal"), 7, e => e.Replace(":100,", ":900,", StringComparison.Ordinal)), "wrong-root"),
        ["the proposal dropped"] = (b => b.Lines.RemoveAt(b.OfKind("proposal")), "missing-proposal"),
        ["the settings dropped"] = (b => b.Lines.RemoveAt(b.OfKind("settings")), "missing-leaf"),
        ["the proposal's id in the header"] = (b => b.Replace(0, "\"proposal\":\"0x", "\"proposal\":\"0x0"), "foreign-proposal"),
        ["the space in the header"] = (b => b.Replace(0, "\"space\":\"phala.test\"", "\"space\":\"else.test\""), "foreign-space"),
        ["another signer of the head"] = (b => b.Replace(0, "\"signer\":\"0x", "\"signer\":\"0x0"), "wrong-head-signature"),
        ["another size in the head"] = (b => b.Replace(0, "\\n10\\n", "\\n11\\n"), "wrong-head-signature"),
        ["a head signed by the forger"] = (ForgeHead, "wrong-head-signature"),
        ["no header"] = (b => b.Lines.RemoveAt(0), "misplaced-header"),
        ["another node in a skip"] = (b => b.Replace(b.Of("skip"), "\"nodes\":[\"0x", "\"nodes\":[\"0x" + new string('0', 64) + "\",\"0x"), "wrong-skip"),
        ["a changed node in a skip"] = (ChangeNode, "wrong-root"),
        ["a longer skip"] = (b => b.Replace(b.Of("skip"), "{\"skip\":[2,3]", "{\"skip\":[2,4]"), "out-of-order"),
        ["a skip dropped"] = (b => b.Lines.RemoveAt(b.Of("skip")), "missing-leaf"),
        ["the tally of a choice"] = (b => b.Replace(b.Of("tally"), "\"votingPower\":\"1605\"", "\"votingPower\":\"1606\""), "wrong-tally"),
        ["the tally's total"] = (b => b.Replace(b.Of("tally"), "\"total\":{\"votingPower\":\"2005\"", "\"total\":{\"votingPower\":\"2006\""), "wrong-tally"),
        ["the tally's votes"] = (b => b.Replace(b.Of("tally"), "\"votes\":3", "\"votes\":4"), "wrong-tally"),
        ["the tally's labels"] = (b => b.Replace(b.Of("tally"), "\"label\":\"For\"", "\"label\":\"Against\""), "wrong-tally"),
        ["the tally's state"] = (b => b.Replace(b.Of("tally"), "\"state\":\"active\"", "\"state\":\"succeeded\""), "wrong-tally"),
        ["the tally's quorum"] = (b => b.Replace(b.Of("tally"), "\"needed\":\"0\"", "\"needed\":\"5\""), "wrong-tally"),
        ["the tally's ledger size"] = (b => b.Replace(b.Of("tally"), "\"ledgerSize\":10", "\"ledgerSize\":9"), "wrong-tally"),
        ["no tally"] = (b => b.Lines.RemoveAt(b.Of("tally")), "missing-tally"),
        ["two tallies"] = (b => b.Lines.Insert(b.Of("tally"), b.Lines[b.Of("tally")]), "second-tally"),
        ["no end"] = (b => b.Lines.RemoveAt(b.Of("end")), "missing-end"),
        ["a line after the end"] = (b => b.Lines.Add(b.Lines[b.Vote(0)]), "after-end"),
        ["a line of no kind"] = (b => b.Lines.Insert(3, "{\"gift\":1}"), "malformed-line"),
        ["half a line"] = (b => b.Lines[b.Vote(2)] = b.Lines[b.Vote(2)][..200], "malformed-line"),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Fact]
    public async Task WhatThePortalExports_IsSound_AndCountsTheSame()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal);
        var bundle = await BundleText.ExportAsync(portal, proposal);

        var report = bundle.Audit();
        report.Differences.ShouldBeEmpty();
        report.Signer.ShouldBe(portal.Get<LedgerReader>().Signer);
        (report.Votes, report.Voters).ShouldBe((7, 3));
        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        report.Tally!.Choices.Select(c => c.VotingPower).ShouldBe(tally.Choices.Select(c => c.VotingPower));
        report.Head!.Size.ShouldBe(10);
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryWayToAlterABundle_IsFoundAndNamed(string way)
    {
        await using var portal = await TestPortal.StartAsync();
        var bundle = await BundleText.ExportAsync(portal, await FillAsync(portal));
        var (alter, code) = Ways[way];
        alter(bundle);
        // The forger puts the last line right, so that not only the file's hash tells.
        if (code is not ("after-end" or "missing-end")) bundle.Close();
        bundle.Audit().Differences.Select(d => d.Code).ShouldContain(code, way);
    }

    [Fact]
    public async Task TheEnd_IsHeldAgainstTheFile()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal);
        foreach (var (old, other, code) in new[] { ("\"messages\":9", "\"messages\":8", "wrong-count"), ("\"votes\":7", "\"votes\":8", "wrong-count"), ("\"sha256\":\"0x", "\"sha256\":\"0x0", "wrong-file-hash") })
        {
            var bundle = await BundleText.ExportAsync(portal, proposal);
            bundle.Replace(bundle.Of("end"), old, other);
            bundle.Audit().Differences.ShouldHaveSingleItem().Code.ShouldBe(code);
        }
    }

    [Fact]
    public async Task NoFlippedByte_GoesUnseen()
    {
        await using var portal = await TestPortal.StartAsync();
        byte[] sound = (await BundleText.ExportAsync(portal, await FillAsync(portal))).Bytes;
        for (int i = 0; i < sound.Length; i += 11)
        {
            byte[] flipped = [.. sound];
            flipped[i] ^= (byte)(1 << (i % 8));
            BundleAudit.Run(new MemoryStream(flipped)).IsSound.ShouldBeFalse($"byte {i}");
        }
    }

    [Fact]
    public async Task NoCutOffEnd_GoesUnseen()
    {
        await using var portal = await TestPortal.StartAsync();
        byte[] sound = (await BundleText.ExportAsync(portal, await FillAsync(portal))).Bytes;
        for (int length = 1; length < sound.Length - 1; length += 97) BundleAudit.Run(new MemoryStream(sound[..length])).IsSound.ShouldBeFalse($"{length} bytes");
    }

    [Fact]
    public async Task ALaterBundle_ContinuesAnEarlierOne()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal);
        var before = await BundleText.ExportAsync(portal, proposal);
        await VoteAsync(portal, proposal, Signers.Alice, 3);
        var after = await BundleText.ExportAsync(portal, proposal);

        Diff(before, after).ShouldBe((0, "CONTINUED: the new bundle holds all of the old one and 1 messages after it."));
        Diff(after, before).Exit.ShouldBe(1);
        before.Entry(before.Vote(2), 5, _ => "1780000001000");
        Diff(before, after).Text.ShouldStartWith("- changed: vote ");
        after.Lines.RemoveAt(after.Vote(0));
        Diff(await BundleText.ExportAsync(portal, proposal), after).Text.ShouldStartWith("- dropped: vote ");
    }

    [Fact]
    public async Task TwoHeadsOfOneLedgerThatContradictEachOther_AreNoContinuation()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal);
        var before = await BundleText.ExportAsync(portal, proposal);
        string copy = Path.Combine(portal.Folder, "copy");
        portal.Get<BackUp>().Run(copy);
        await using var other = await TestPortal.StartAsync(copy, portal.Clock);
        await other.AcceptAsync(SampleMessages.Vote(other, Signers.Bob, proposal.Id, 3, reason: "elsewhere"));
        await VoteAsync(portal, proposal, Signers.Alice, 3);
        BundleText here = await BundleText.ExportAsync(portal, proposal), there = await BundleText.ExportAsync(other, proposal);

        (here.Audit().IsSound, there.Audit().IsSound).ShouldBe((true, true));
        var forked = Diff(here, there);
        forked.Exit.ShouldBe(1);
        forked.Text.ShouldContain("- forked: line 1: two signed heads of 11 messages have different roots");
        Diff(here, before).Text.ShouldContain("- shrunk: line 1: the old bundle's signed head covers 11 messages of the ledger, the new one's 10");
        before.Lines.RemoveAt(before.Lines.Count - 1);
        Diff(before, here).Text.ShouldContain("- cut: the old bundle");
    }

    private static (int Exit, string Text) Diff(BundleText before, BundleText after)
    {
        var folder = Directory.CreateTempSubdirectory("governance-test-");
        string[] files = [Path.Combine(folder.FullName, "old"), Path.Combine(folder.FullName, "new")];
        File.WriteAllBytes(files[0], before.Bytes);
        File.WriteAllBytes(files[1], after.Bytes);
        using var output = new StringWriter();
        int exit = DiffCommand.Run(files[0], files[1], output, TextWriter.Null);
        folder.Delete(recursive: true);
        return (exit, output.ToString().TrimEnd());
    }

    // Leaves: 0 settings, 1 the proposal, 2 another proposal (skipped), 3 to 9 votes of three voters, four of them replaced.
    private static async Task<Proposal> FillAsync(TestPortal portal)
    {
        var proposal = await portal.OpenProposalAsync();
        portal.Clock.Now = portal.Clock.Now.AddSeconds(0.5);
        await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["Yes", "No"]));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(0.5);
        (SigningKey Voter, int Choice)[] votes = [(Signers.Alice, 1), (Signers.Bob, 2), (Signers.Alice, 2), (Signers.Carol, 3), (Signers.Bob, 1), (Signers.Carol, 2), (Signers.Alice, 1)];
        foreach (var (voter, choice) in votes) await VoteAsync(portal, proposal, voter, choice);
        return proposal;
    }

    private static async Task VoteAsync(TestPortal portal, Proposal proposal, SigningKey voter, int choice)
    {
        await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, choice, reason: "because"));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
    }

    private static void Mended(BundleText b, int line, string old, string other, bool withId = false)
    {
        b.Envelope(line, old, other);
        b.Mend(line, withId);
    }

    private static void MendedHashes(BundleText b, int line, string old, string other) => Mended(b, line, old, other);

    private static void MendedEntry(BundleText b, int line, int field, Func<string, string> change)
    {
        b.Entry(line, field, change);
        b.Mend(line);
    }

    private static string Signature(BundleText b, int line) => JsonNode.Parse(b.EnvelopeText(line))!["sig"]!.GetValue<string>();

    private static void Hide(BundleText b, int line)
    {
        var json = JsonNode.Parse(b.Lines[line])!;
        long index = long.Parse(json["entry"]!.GetValue<string>().Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture);
        b.Lines[line] = $"{{\"skip\":[{index},{index + 1}],\"nodes\":[\"{json["leaf"]}\"]}}";
    }

    private static void Move(BundleText b, int from, int to)
    {
        var line = b.Lines[from];
        b.Lines.RemoveAt(from);
        b.Lines.Insert(to, line);
    }

    // A vote that the forger signed himself in Alice's place, with every hash right.
    private static void Forge(BundleText b, int line, string space, string? proposal)
    {
        var envelope = JsonNode.Parse(b.EnvelopeText(line))!.AsObject();
        var data = envelope["data"]!.AsObject();
        data["message"]!["space"] = space;
        if (proposal is not null) data["message"]!["proposal"] = proposal;
        using var json = System.Text.Json.JsonDocument.Parse(data.ToJsonString());
        TypedData.TryParse(json.RootElement, out var typed, out var fault).ShouldBeTrue(fault);
        envelope["sig"] = Forger.Sign(typed!.Digest).ToString();
        b.Replace(line, b.EnvelopeText(line), envelope.ToJsonString(Governance.Exports.BundleFormat.Json));
        b.Mend(line, withId: true);
    }

    private static void ForgeHead(BundleText b)
    {
        var header = JsonNode.Parse(b.Lines[0])!;
        var head = Checkpoint.ParseNote(header["checkpoint"]!.GetValue<string>())!;
        using var forger = new LedgerSigner(Signers.Named("stranger"));
        var forged = head with { Signature = forger.Sign(head.Size, head.Root, DateTimeOffset.UnixEpoch).Signature };
        header["checkpoint"] = forged.Note(Forger.Address);
        b.Lines[0] = header.ToJsonString(Governance.Exports.BundleFormat.Json);
    }

    private static void ChangeNode(BundleText b)
    {
        int line = b.Of("skip");
        var json = JsonNode.Parse(b.Lines[line])!;
        json["nodes"]![0] = "0x" + new string('3', 64);
        b.Lines[line] = json.ToJsonString();
    }
}
