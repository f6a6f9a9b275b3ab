using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Tests.Proposals;

public sealed class PublishProposalTests
{
    private static readonly string[] ForOrAgainst = ["For", "Against"];

    [Fact]
    public async Task TheSpacesDelayAndPeriod_AreKeptToTheSecond()
    {
        await using var portal = await OpenAsync("""{"delay":60,"period":3600}""");
        long now = portal.Clock.Now.ToUnixTimeSeconds();

        (await SendAsync(portal, m => (m["start"], m["end"]) = (now + 59, now + 59 + 3600))).Rejection.ShouldBe(ProposalRejection.InvalidDelay);
        (await SendAsync(portal, m => (m["start"], m["end"]) = (now + 60, now + 60 + 3599))).Rejection.ShouldBe(ProposalRejection.InvalidPeriod);
        (await SendAsync(portal, m => (m["start"], m["end"]) = (now + 60, now + 60 + 3600))).Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task OnlyMembers_MayPropose_WhereTheSpaceSaysSo()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Settings(portal, With(s =>
            (s["filters"], s["members"]) = (new JsonObject { ["onlyMembers"] = true }, new JsonArray(Signers.Alice.Address.ToString())))));

        (await SendAsync(portal)).Rejection.ShouldBe(ProposalRejection.OnlyAuthors);
        (await SendAsync(portal, key: Signers.Alice)).Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task AProposer_NeedsTheSpacesThreshold()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Settings(portal, With(s => s["validation"] = new JsonObject { ["name"] = "basic", ["params"] = new JsonObject { ["minScore"] = 60.5 } })));

        (await SendAsync(portal, key: Signers.Carol)).Rejection.ShouldBe(ProposalRejection.BelowThreshold);
        (await SendAsync(portal, key: Signers.Bob)).Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task Limits_HoldForSpaceAndAuthor()
    {
        await using var portal = await TestPortal.StartAsync(limits: new ProposalLimits { ActiveProposalsPerAuthor = 1, ProposalsPerDay = 2 });
        await portal.AcceptAsync(SampleMessages.Settings(portal, SampleMessages.WhitelistSettings()));
        (await SendAsync(portal, m => m["title"] = "First")).Rejection.ShouldBeNull();

        (await SendAsync(portal, m => m["title"] = "Second of one author")).Rejection.ShouldBe(ProposalRejection.TooManyActive);
        (await SendAsync(portal, m => m["title"] = "Second of the space", Signers.Alice)).Rejection.ShouldBeNull();
        (await SendAsync(portal, m => m["title"] = "Third of the space", Signers.Bob)).Rejection.ShouldBe(ProposalRejection.TooManyProposals);
    }

    [Fact]
    public async Task TheSnapshotBlock_MustExist_AndIsPinnedByItsHash()
    {
        await using var anvil = await Anvil.StartAsync(ct: TestContext.Current.CancellationToken);
        await anvil.Controls.MineAsync(5, ct: TestContext.Current.CancellationToken);
        var token = (await DeployContracts.TokenAndVaultAsync(anvil, anvil.Accounts[0], ct: TestContext.Current.CancellationToken)).Token;
        await using var portal = await TestPortal.StartAsync(chains: Chains(anvil.Url));
        await portal.AcceptAsync(SampleMessages.Settings(portal, OnChain(token.Address)));

        (await SendAsync(portal, m => m["snapshot"] = 1_000_000)).Rejection.ShouldBe(ProposalRejection.InvalidSnapshot);
        var receipt = (await SendAsync(portal, m => m["snapshot"] = 7)).Value;
        var proposal = await portal.Get<ProposalStore>().FindAsync(receipt.Message.Id.ToString());
        var block = (await anvil.Client.GetBlockAsync(7UL, TestContext.Current.CancellationToken))!;
        proposal!.Rules.Snapshots.ShouldHaveSingleItem().Hash.ShouldBe(block.Hash);
    }

    [Fact]
    public async Task ADeadProvider_IsNotTheAuthorsFault()
    {
        await using var portal = await TestPortal.StartAsync(chains: Chains(new Uri("http://127.0.0.1:1")));
        await portal.AcceptAsync(SampleMessages.Settings(portal, OnChain(Signers.Stranger.Address)));

        var refusal = (await SendAsync(portal)).Rejection!;
        refusal.Code.ShouldBe(ProposalRejection.SnapshotUnknown.Code);
        refusal.Fault.ShouldBe(RejectionFault.Portal);
    }

    [Fact]
    public async Task AnUnknownThreshold_IsNotTheAuthorsFault()
    {
        await using var anvil = await Anvil.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var portal = await TestPortal.StartAsync(chains: Chains(anvil.Url));
        // There is no token at this address: its answer is no number, so the author's power is unknown and not zero.
        var settings = (JsonObject)JsonNode.Parse(OnChain(Signers.Stranger.Address))!;
        settings["validation"] = new JsonObject { ["name"] = "basic", ["params"] = new JsonObject { ["minScore"] = 1 } };
        await portal.AcceptAsync(SampleMessages.Settings(portal, settings.ToJsonString()));

        var refusal = (await SendAsync(portal, m => m["snapshot"] = 0)).Rejection!;
        refusal.Code.ShouldBe(ProposalRejection.ThresholdUnknown.Code);
        refusal.Fault.ShouldBe(RejectionFault.Portal);
    }

    [Fact]
    public async Task ASpaceWhoseChainIsGone_SaysSo()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        await using (var before = await TestPortal.StartAsync(folder, chains: Chains(new Uri("http://127.0.0.1:1"))))
            await before.AcceptAsync(SampleMessages.Settings(before, OnChain(Signers.Stranger.Address)));

        await using var portal = await TestPortal.StartAsync(folder);
        (await SendAsync(portal)).Rejection!.Code.ShouldBe(ProposalRejection.SpaceUnusable.Code);
    }

    private static Task<Outcome<Governance.Ledger.Receipt>> SendAsync(TestPortal portal, Action<JsonObject>? change = null, SigningKey? key = null) =>
        portal.SendAsync(SampleMessages.Proposal(portal, "basic", ForOrAgainst, change, key));

    private static async Task<TestPortal> OpenAsync(string voting)
    {
        var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Settings(portal, SampleMessages.WhitelistSettings(voting)));
        return portal;
    }

    private static string OnChain(Address token) =>
        $$"""{"name":"Phala","network":"31337","symbol":"PHA","strategies":[{"name":"erc20-balance-of","params":{"address":"{{token}}","decimals":18} } ] }""";

    private static string With(Action<JsonObject> change)
    {
        var settings = (JsonObject)JsonNode.Parse(SampleMessages.WhitelistSettings())!;
        change(settings);
        return settings.ToJsonString();
    }

    private static ChainRegistry Chains(Uri provider) => ChainRegistry.Of([new ChainOptions { Id = 31337, Rpc = [provider.ToString()] }], ChainClient.CreateHttp(), TimeProvider.System);
}
