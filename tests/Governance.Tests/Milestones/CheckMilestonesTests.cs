using System.Text.Json.Nodes;
using Governance.Milestones;
using Governance.Tests.Indexing;

namespace Governance.Tests.Milestones;

/// <summary>What can not be watched is not published: every refusal before the signature counts, with its code and the milestone's number.</summary>
public sealed class CheckMilestonesTests
{
    private const string Contract = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    private const string Good = $$"""{"address":"{{Contract}}","function":"totalSupply()(uint256)","is":">=","value":"1"}""";

    [Theory]
    [InlineData("""{"milestones":{}}""", "must be a list")]
    [InlineData("""{"milestones":[1]}""", "Milestone 1: it must be an object")]
    [InlineData("""{"milestones":[{"by":1795132800,"chain":1,"call":GOOD}]}""", "title")]
    [InlineData("""{"milestones":[{"title":"t","by":"soon","chain":1,"call":GOOD}]}""", "by must be")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":"polkadot:91b171bb158e2d38","call":GOOD}]}""", "chain must be")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1}]}""", "exactly one of")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":GOOD,"event":{}}]}""", "exactly one of")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"0x12","function":"f()(bool)","is":"=","value":true}}]}""", "address must be")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f(","is":"=","value":"1"}}]}""", "Milestone 1:")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()","is":"=","value":"1"}}]}""", "what it returns")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f(uint8)(bool)","arguments":[256],"is":"=","value":true}}]}""", "Milestone 1:")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()(bool)","is":">","value":true}}]}""", "only be compared by =")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()(uint256)","is":"~","value":"1"}}]}""", "call.is")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()(uint256)","is":">","value":"1.5"}}]}""", "'1.5' is no uint256")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()(string)","is":"=","value":"x"}}]}""", "can not be compared")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()(uint256)","output":1,"is":">","value":"1"}}]}""", "call.output")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"call":{"address":"CONTRACT","function":"f()(uint256)","is":">","value":"1","decimals":78}}]}""", "call.decimals")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"event":{"address":"CONTRACT","signature":"E(uint256 a)","where":{"b":"1"}}}]}""", "no parameter named 'b'")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"event":{"address":"CONTRACT","signature":"E(string indexed a)","where":{"a":"x"}}}]}""", "only a hash")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"timelock":{"address":"CONTRACT","operation":"0x12"}}]}""", "operation must be 32 bytes")]
    [InlineData("""{"milestones":[{"title":"t","by":1795132800,"chain":1,"safe":{"address":"CONTRACT"}}]}""", "transaction")]
    public void Refuses_AMilestoneOfAnotherForm_InASentence(string plugins, string sentence)
    {
        string written = plugins.Replace("GOOD", Good, StringComparison.Ordinal).Replace("CONTRACT", Contract, StringComparison.Ordinal);
        var refused = MilestonesPlugin.Read(written).Rejection.ShouldNotBeNull();
        refused.Code.ShouldBe("wrong-milestone-format");
        refused.Explanation.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"safeSnap":{"milestones":1}}""")]
    public void OtherPlugins_AreLeftAlone(string plugins) => MilestonesPlugin.Read(plugins).Value.ShouldBeEmpty();

    [Fact]
    public async Task Refuses_WhatItsChainDoesNotAnswer_BeforeItIsPublished()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url);
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await portal.Portal.AcceptAsync(SampleMessages.Settings(portal.Portal, SampleMessages.WhitelistSettings()));
        var (token, bridge) = (story.Contracts.Token.Address, story.Contracts.Bridge.Address);
        async Task RefusedAsync(Rejection expected, params JsonObject[] milestones)
        {
            var refused = (await portal.Portal.SendAsync(MilestoneStory.Message(portal.Portal, MilestoneStory.Plugins(milestones)))).Rejection.ShouldNotBeNull();
            (refused.Code, refused.WireText, refused.Fault).ShouldBe((expected.Code, expected.WireText, expected.Fault));
        }

        JsonObject Supply(string value = "1") => MilestoneStory.Call(story, token, "totalSupply()(uint256)", ">=", value);
        await RefusedAsync(MilestoneRejection.TooMany, [.. Enumerable.Range(0, 11).Select(_ => Supply())]);
        await RefusedAsync(MilestoneRejection.DateTooEarly, MilestoneStory.Call(story, token, "totalSupply()(uint256)", ">=", "1", by: MilestoneStory.VotingSeconds));
        await RefusedAsync(MilestoneRejection.ChainNotFollowed, With(Supply(), m => m["chain"] = "eip155:77"));
        await RefusedAsync(MilestoneRejection.NoContract, MilestoneStory.Call(story, story.Voters[0], "totalSupply()(uint256)", ">=", "1"));
        await RefusedAsync(MilestoneRejection.NoAnswer, MilestoneStory.Call(story, bridge, "totalSupply()(uint256)", ">=", "1"));
        await RefusedAsync(MilestoneRejection.NoAnswer, MilestoneStory.Call(story, token, "symbol()(bool)", "=", "true"));
        await RefusedAsync(MilestoneRejection.NoAnswer, MilestoneStory.Of(story, "safe", new JsonObject { ["address"] = token.ToString(), ["transaction"] = "0x" + new string('1', 64) }));
        await RefusedAsync(MilestoneRejection.NoAnswer, MilestoneStory.Of(story, "timelock", new JsonObject { ["address"] = token.ToString(), ["operation"] = "0x" + new string('1', 64) }));
        proxy.RequestsLeft = 0;
        await RefusedAsync(MilestoneRejection.NotChecked, Supply());
        proxy.RequestsLeft = int.MaxValue;
        await portal.Portal.AcceptAsync(MilestoneStory.Message(portal.Portal, MilestoneStory.Plugins(Supply(), Supply("2"))));
    }

    [Fact]
    public async Task AnUpdate_PutsItsMilestonesInPlaceOfTheOldOnes_AndIsCheckedToo()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        await portal.Portal.AcceptAsync(SampleMessages.Settings(portal.Portal, SampleMessages.WhitelistSettings()));
        var token = story.Contracts.Token.Address;
        JsonObject Supply(string title) => MilestoneStory.Call(story, token, "totalSupply()(uint256)", ">=", "1", title);
        long now = portal.Portal.Clock.Now.ToUnixTimeSeconds();
        var receipt = await portal.Portal.AcceptAsync(SampleMessages.Proposal(portal.Portal, "basic", ["For", "Against"], m =>
        {
            (m["start"], m["end"]) = (now + 100, now + MilestoneStory.VotingSeconds);
            m["plugins"] = MilestoneStory.Plugins(Supply("First"), Supply("Second"));
        }));
        string id = receipt.Message.Id.ToString();
        SignedMessage Update(string plugins) => SampleMessages.Update(portal.Portal, id, "basic", ["For", "Against"], m => m["plugins"] = plugins);

        (await portal.Portal.SendAsync(Update(MilestoneStory.Plugins(MilestoneStory.Call(story, story.Voters[0], "f()(bool)", "=", "true"))))).Rejection!.Code.ShouldBe(MilestoneRejection.NoContract.Code);
        await portal.Portal.AcceptAsync(Update(MilestoneStory.Plugins(Supply("Only"))));
        (await MilestoneStory.StateAsync(portal, await portal.ProposalAsync(id))).Milestone.Definition.Title.ShouldBe("Only");
    }

    private static JsonObject With(JsonObject milestone, Action<JsonObject> change)
    {
        change(milestone);
        return milestone;
    }
}
