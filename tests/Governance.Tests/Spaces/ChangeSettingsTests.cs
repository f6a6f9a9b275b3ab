using System.Text.Json.Nodes;
using Governance.Messages;
using Governance.Spaces;

namespace Governance.Tests.Spaces;

public sealed class ChangeSettingsTests
{
    [Fact]
    public async Task Admin_MayChangeSettings_ButNotTheAdmins()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Settings(portal, With(s => s["admins"] = new JsonArray(Signers.Alice.Address.ToString()))));

        var more = With(s => s["admins"] = new JsonArray(Signers.Alice.Address.ToString(), Signers.Bob.Address.ToString()));
        (await portal.SendAsync(SampleMessages.Settings(portal, more, Signers.Alice))).Rejection.ShouldBe(SpaceRejection.NotAllowedToChangeAdmins);

        var renamed = With(s => (s["name"], s["admins"]) = ("Renamed", new JsonArray(Signers.Alice.Address.ToString())));
        await portal.AcceptAsync(SampleMessages.Settings(portal, renamed, Signers.Alice));
        portal.Get<SpaceStore>().Find(TestPortal.Space)!.Settings.Name.ShouldBe("Renamed");
    }

    [Fact]
    public async Task OlderSettings_DeliveredLate_DoNotUndoNewerOnes()
    {
        await using var portal = await TestPortal.StartAsync();
        var early = SampleMessages.Settings(portal, With(s => s["name"] = "Early"));
        portal.Clock.Now = portal.Clock.Now.AddMinutes(1);
        await portal.AcceptAsync(SampleMessages.Settings(portal, With(s => s["name"] = "Late")));

        (await portal.SendAsync(early)).Rejection.ShouldBe(SpaceRejection.OlderSettings);
        portal.Get<SpaceStore>().Find(TestPortal.Space)!.Settings.Name.ShouldBe("Late");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"name":"x","network":"1","strategies":[]}""")]
    [InlineData("""{"name":"x","network":"one","strategies":[{"name":"ticket"}]}""")]
    [InlineData("""{"name":"x","network":"1","strategies":[{"name":"ticket"}],"admins":["nobody"]}""")]
    [InlineData("""{"name":"x","network":"1","strategies":[{"name":"ticket"}],"voting":{"period":-1}}""")]
    [InlineData("""{"name":"x","network":"1","strategies":[{"name":"ticket"}],"voting":{"quorum":-5}}""")]
    public async Task Refuses_SettingsOutsideTheFormat(string settings)
    {
        await using var portal = await TestPortal.StartAsync();
        (await portal.SendAsync(SampleMessages.Settings(portal, settings))).Rejection!.Code.ShouldBe(SpaceRejection.WrongFormat.Code);
    }

    [Fact]
    public async Task Refuses_MoreThanTenStrategies()
    {
        await using var portal = await TestPortal.StartAsync();
        var eleven = With(s => s["strategies"] = new JsonArray([.. Enumerable.Range(0, 11).Select(_ => (JsonNode)new JsonObject { ["name"] = "ticket" })]));
        (await portal.SendAsync(SampleMessages.Settings(portal, eleven))).Rejection.ShouldBe(SpaceRejection.TooManyStrategies);
    }

    [Fact]
    public async Task Refuses_ASpaceIdOutsideItsNormalForm()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Settings(portal, SampleMessages.WhitelistSettings()));
        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Alice, "0x00", 1, space: "PHALA.test"))).Rejection.ShouldBe(MessageRejection.InvalidSpaceId);
    }

    private static string With(Action<JsonObject> change)
    {
        var settings = (JsonObject)JsonNode.Parse(SampleMessages.WhitelistSettings())!;
        change(settings);
        return settings.ToJsonString();
    }
}
