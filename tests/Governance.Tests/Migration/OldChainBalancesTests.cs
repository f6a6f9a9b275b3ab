using System.Text.Json.Nodes;
using Dapper;
using Governance.Audit;
using Governance.Database;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Migration;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Strategies;
using Governance.Tests.Exports;
using Governance.Tests.Indexing;

namespace Governance.Tests.Migration;

/// <summary>The old chain's balances as a source of power, on real chains with the real claim contract.</summary>
public sealed class OldChainBalancesTests
{
    [Fact]
    public void TheEvents_AreThoseOfPhalasClaimContract() =>
        Claim.Topics.Select(topic => topic.ToString()).ShouldBe(
            ["0xca8bf70624ec0ecfc925e5746a0e4625afe01129043c1c7201c7ce01075ea3ac", "0x206a689f01f3fbf53eb8e25f0e55789c425f964c1baec2d9a9466884e2b4c938"]);

    [Fact]
    public void OldStakedTokens_BecameSharesAtTheDeclaredPrice_RoundedDownByTheClaim()
    {
        var definition = Governance.Tests.Strategies.PowerReadings.Strategy("old-chain-balances", $$"""
            {"oldChain":"polkadot:1bb969d85965e4bb5a651abbedf21a54","block":{"number":1,"hash":"{{default(Hash32)}}"},"list":"sha256:{{new string('0', 64)}}","links":"sha256:{{new string('0', 64)}}",
             "sharePrice":{"tokens":42148385.793480375048,"shares":35407137.584585511432035582} }
            """);
        new OldChainBalances().FaultOf(definition).ShouldBeNull();
        // 1.190392 staked PHA were one vPHA; all of Phala's became all of the vault's shares.
        var source = OldChainBalances.Source(definition);
        source.SharesOf(VotingPower.FromBigInteger(1_190_390_000_000), 12).ToString()[..6].ShouldBe("999998");
        source.SharesOf(VotingPower.FromBigInteger(System.Numerics.BigInteger.Parse("42148385793480375048")), 12).ToString().ShouldBe("35407137584585511432035582");
    }

    [Fact]
    public async Task EachTokenCountsOnce_WhereverItIs_AndTheRecountAndTheBundleAgree()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var portal = await story.OpenPortalAsync();
        var proposal = await story.PublishAsync(portal);

        // In the proposal's order: PHA, vPHA, PHA on the L2, old PHA; base units of 18 decimals.
        (await PowersAsync(portal, proposal, Signers.Alice.Address)).ShouldBe(["40000000000001000000", "20000000000000000000", "0", "0"], "both claims paid her, and it counts where it was paid");
        (await PowersAsync(portal, proposal, Signers.Bob.Address)).ShouldBe(["0", "0", "60000000000000000000", "5000000000000000000"], "the staked part is owed on the L2");
        (await PowersAsync(portal, proposal, Signers.Carol.Address)).ShouldBe(["0", "0", "0", "7000000000000000000"], "linked by the list; a claim after the block counts later");
        (await PowersAsync(portal, proposal, MigrationStory.Dave.Address)).ShouldBe(["100000000000000000000", "40000000000000000000", "140000000000000000000", "0"]);
        (await PowersAsync(portal, proposal, story.Contracts.Bridge.Address)).ShouldBe(["0", "0", "0", "0"], "custody");

        var record = portal.Get<ParsedLists>().Claims(Frozen(proposal, ListKind.Claims));
        record.Claims.Select(claim => claim.Event).ShouldBe(["Claimed", "ClaimedAndBridged"]);
        record.Claims[1].User.ShouldBe(MigrationStory.Old(1).ClaimUser);
        record.Block.ShouldBe(story.Snapshot);
        var block = await story.Anvil1.Client.GetBlockAsync(record.Claims[0].Block, TestContext.Current.CancellationToken);
        block!.Hash.ShouldBe(record.Claims[0].BlockHash);

        foreach (var voter in new[] { Signers.Alice, Signers.Bob, Signers.Carol }) await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, 1));
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
        var bundle = await BundleText.ExportAsync(portal, proposal);
        bundle.Audit().Differences.ShouldBeEmpty();
        Tamper(portal, bundle);
    }

    [Fact]
    public async Task AClaimThatWasKeptFromThePortal_IsMissed_ByAnAuditThatAsksTheChain()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var liar = new Proxy(story.Anvil1.Url)
        {
            Change = static (method, _, answer) =>
            {
                if (method == "eth_getLogs" && answer["result"] is JsonArray { Count: > 0 } logs) logs.RemoveAt(0);
            },
        };
        using var http = ChainClient.CreateHttp();
        await using var portal = await story.OpenPortalAsync(new ChainClient(MigrationStory.L1, [liar.Url], http, new ChainClientOptions(), TimeProvider.System));
        var proposal = await story.PublishAsync(portal);
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1));
        string file = Path.Combine(portal.Folder, "bundle.ndjson");
        await File.WriteAllBytesAsync(file, (await BundleText.ExportAsync(portal, proposal)).Bytes, TestContext.Current.CancellationToken);

        (await AuditAsync(file)).ShouldBe((0, ""), "offline, what the portal froze agrees with itself");
        (await AuditAsync(file, story.Anvil1.Url, story.Anvil2.Url)).ShouldSatisfyAllConditions(
            told => told.Exit.ShouldBe(1),
            told => told.Differences.ShouldContain("wrong-list: source old-chain-balances: the chain gives other claims (sha256:"));
        (await AuditAsync(file, liar.Url, story.Anvil2.Url)).ShouldBe((0, ""));
    }

    private static async Task<(int Exit, string Differences)> AuditAsync(string file, params Uri[] rpc)
    {
        using StringWriter output = new(), errors = new();
        int exit = await AuditCommand.RunAsync(file, [.. rpc.Select(url => url.ToString())], output, errors, isTerminal: false);
        return (exit, string.Join('\n', output.ToString().Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task ABlockThatIsNotFinal_AndSettingsThatFitNothing_AreRefused()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var portal = await story.OpenPortalAsync();
        await portal.AcceptAsync(SampleMessages.Settings(portal, story.Settings()));
        ulong head = (await story.Anvil1.Client.GetBlockAsync(BlockTag.Latest, TestContext.Current.CancellationToken))!.Number;

        var early = await portal.SendAsync(SampleMessages.Proposal(portal, "basic", ["For", "Against"], message => message["snapshot"] = head));
        early.Rejection.ShouldNotBeNull().Code.ShouldBe("snapshot-not-final");
        var newest = await portal.Get<SnapshotFinder>().NewestFinalAsync(portal.Get<Governance.Spaces.SpaceStore>().Find(TestPortal.Space)!.Settings.Strategies, MigrationStory.L1, TestContext.Current.CancellationToken);
        await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["For", "Against"], message => message["snapshot"] = newest!.Number));

        await Refused("claimsRead", $"sha256:{new string('1', 64)}", "leave params.claimsRead out");
        await Refused("list", $"sha256:{new string('1', 64)}", "is not imported here");
        await Refused("list", story.Links.Reference, "holds links, not old-balances");
        await Refused("claimed", "perhaps", "params.claimed");
        await Refused("oldChain", "2035", "params.oldChain");
        await Refused("prefix", "-1", "params.prefix");
        await Refused("exclude", "all", "params.exclude");

        async Task Refused(string parameter, string value, string expected)
        {
            var settings = story.Settings(json => json["strategies"]![3]!["params"]![parameter] = value);
            portal.Clock.Now += TimeSpan.FromSeconds(1);
            var outcome = await portal.SendAsync(SampleMessages.Settings(portal, settings));
            outcome.Rejection.ShouldNotBeNull().Explanation.ShouldContain(expected);
        }
    }

    private static void Tamper(TestPortal portal, BundleText bundle)
    {
        // Carol's link gets another receiver; so does Bob's claim; an old balance grows.
        (string Kind, string Old, string Other)[] ways =
        [
            ("links", Signers.Carol.Address.ToString(), Signers.Stranger.Address.ToString()),
            ("claims", Signers.Bob.Address.ToString(), Signers.Stranger.Address.ToString()),
            ("old-balances", ",7000000000000,", ",9000000000000,"),
        ];
        foreach (var (kind, old, other) in ways)
        {
            var altered = new BundleText(bundle.Lines);
            int line = altered.Lines.FindIndex(text => text.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal));
            altered.Replace(line, old, other);
            altered.Audit().Differences.Select(difference => difference.Code).Take(3).ShouldBe(["altered-list", "missing-list", "unreadable"], kind);
            // Under the hash that it now has it is nothing that the proposal counts by.
            var text = JsonNode.Parse(altered.Lines[line])!.AsObject();
            text["list"] = ListFile.Of("", ListKind.Links, System.Text.Encoding.UTF8.GetBytes(text["text"]!.GetValue<string>())).Reference;
            altered.Lines[line] = text.ToJsonString(BundleFormat.Json);
            altered.Audit().Differences.Select(difference => difference.Code).ShouldContain("missing-list");

            Damage(portal, $"UPDATE imported_lists SET content = CAST(REPLACE(CAST(content AS TEXT), '{old}', '{other}') AS BLOB) WHERE kind = '{kind}'");
            portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldContain(difference => difference.Code == "unreadable-proposal" && difference.Text.Contains("was altered"));
            Damage(portal, $"UPDATE imported_lists SET content = CAST(REPLACE(CAST(content AS TEXT), '{other}', '{old}') AS BLOB) WHERE kind = '{kind}'");
        }

        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    private static void Damage(TestPortal portal, string sql)
    {
        using var connection = portal.Get<Db>().OpenForWriting();
        connection.Execute(sql).ShouldBe(1);
    }

    private static Hash32 Frozen(Proposal proposal, ListKind kind) =>
        proposal.Rules.Strategies.SelectMany(strategy => StrategyRegistry.Get(strategy.Name).Lists(strategy)).Single(list => list.Kind == kind).Hash;

    private static async Task<string[]> PowersAsync(TestPortal portal, Proposal proposal, Address voter)
    {
        var power = await portal.Get<ProposalPowers>().ReadAsync(proposal, voter, TestContext.Current.CancellationToken);
        power.Rejection.ShouldBeNull();
        return [.. power.Value.Sources.Select(source => source.Power.ToString())];
    }
}
