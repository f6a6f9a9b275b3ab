using Governance.DevChain;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>The endings of a governor's proposal that are no execution, each as an open page shows it; the others are in <see cref="GovernorWalkTests"/>.</summary>
public sealed class GovernorEndingWalkTests(Browser browser, GovernedSpace space) : IClassFixture<GovernedSpace>
{
    [Fact]
    public async Task Canceled_WhilePending_ByItsAuthor()
    {
        await using var visitor = await browser.VisitAsync(space.Portal.Url);
        var proposal = space.Harmless("# Never mind");
        var page = await space.ProposeAndOpenAsync(visitor, space.Governor, proposal);
        await space.Governor.CancelAsync(space.Holder, proposal);
        await GovernedSpace.ExpectStateAsync(page, "Canceled");
        await ExpectStepAsync(page, "Canceled", "at the governor");
        await Assertions.Expect(page.Locator("[data-step='Voting opened']")).ToHaveCountAsync(0);
        visitor.Complaints.ShouldBeEmpty(space.Portal.Output);
    }

    [Fact]
    public async Task Defeated_BecauseTooFewVoted()
    {
        await using var visitor = await browser.VisitAsync(space.Portal.Url);
        var proposal = space.Harmless("# Nobody cares");
        var page = await space.ProposeAndOpenAsync(visitor, space.Governor, proposal);
        await space.OpenVotingAsync(space.Governor, proposal.Id);
        await GovernedSpace.ExpectStateAsync(page, "Active");
        await space.CloseVotingAsync(space.Governor, proposal.Id);
        await GovernedSpace.ExpectStateAsync(page, "Defeated");
        await Assertions.Expect(page.Locator("[data-step='Not passed']")).ToContainTextAsync("quorum was not reached", new() { Timeout = GovernedSpace.Soon });
        visitor.Complaints.ShouldBeEmpty(space.Portal.Output);
    }

    [Fact]
    public async Task Expired_BecauseNobodyExecutedItInTime()
    {
        await using var visitor = await browser.VisitAsync(space.Portal.Url);
        var (governor, proposal) = (space.Expiring, space.Harmless("# Too late"));
        var id = (await governor.CallAsync(AbiFunction.Parse("latestProposalId()(uint256)"))).Integer(0) + 1;
        var page = await space.ProposeAndOpenAsync(visitor, governor, proposal, id);
        await space.OpenVotingAsync(governor, id);
        await governor.CastVoteAsync(space.Holder, id, DevSupport.For);
        await space.CloseVotingAsync(governor, id);
        await governor.QueueAsync(space.Holder, proposal);
        await GovernedSpace.ExpectStateAsync(page, "Queued");
        await Assertions.Expect(page.Locator("[data-step='Execute']")).ToContainTextAsync("then it expires", new() { Timeout = GovernedSpace.Soon });
        await space.Anvil.Controls.MineAtAsync((await governor.EtaOfAsync(id))!.Value.AddSeconds(GovernedSpace.GraceSeconds), TestContext.Current.CancellationToken);
        await GovernedSpace.ExpectStateAsync(page, "Expired");
        await Assertions.Expect(page.Locator("[data-step='Expired']")).ToContainTextAsync("Nobody executed it in time", new() { Timeout = GovernedSpace.Soon });
        visitor.Complaints.ShouldBeEmpty(space.Portal.Output);
    }

    private static async Task ExpectStepAsync(IPage page, string step, string text)
    {
        await Assertions.Expect(page.Locator($"[data-step='{step}']")).ToContainTextAsync(text, new() { Timeout = GovernedSpace.Soon });
        await Assertions.Expect(page.Locator($"[data-step='{step}'] .evidence")).ToContainTextAsync("Transaction", new() { Timeout = GovernedSpace.Soon });
    }
}
