using System.Numerics;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Tests.Indexing;
using Governance.Votes;

namespace Governance.Tests.Execution.Lifecycles;

/// <summary>300 random lives of proposals for each generation: at each block our states are the contract's, at the end our counts too.</summary>
public abstract class GovernorLifecycles
{
    private const int Lives = 300;
    private const int Blocks = 30;
    private const int LivesBetweenReorgs = 32;
    private const int BlocksBetweenReorgs = 34;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static async Task RunAsync(string name)
    {
        var generation = Generations.Named(name);
        await using var stage = await Stage.SetAsync(generation);
        using var http = ChainClient.CreateHttp();
        await using var portal = await IndexingPortal.StartAsync(Followed(stage, http));
        var lifecycles = new Lifecycles(stage, Lives, seed: name.Length);
        var seen = new HashSet<string>();
        for (int block = 0; block < Blocks; block++)
        {
            await stage.Troupe.PlayAsync(lifecycles.NextActs(block), (await stage.Anvil.Controls.TimeAsync(Ct)).AddSeconds(lifecycles.NextPause()));
            await portal.CatchUpAsync();
            if (block <= Lifecycles.Waves) await MeetAsync(portal, lifecycles);
            await CompareStatesAsync(stage, portal, lifecycles, seen);
        }

        lifecycles.Lives.Count(life => life.Key.Length > 0).ShouldBe(Lives);
        await CompareCountsAsync(stage, portal, lifecycles, seen);
        generation.Shows.Where(shown => !seen.Contains(shown)).ShouldBeEmpty($"seen: {string.Join(", ", seen.Order())}");
    }

    protected static async Task ReorganiseAsync(string name)
    {
        await using var stage = await Stage.SetAsync(Generations.Named(name));
        using var http = ChainClient.CreateHttp();
        var chain = Followed(stage, http);
        await using var portal = await IndexingPortal.StartAsync(chain);
        var lifecycles = new Lifecycles(stage, LivesBetweenReorgs, seed: name.Length);
        var depths = new Random(name.Length);
        for (int block = 0; block < BlocksBetweenReorgs; block++)
        {
            await stage.Troupe.PlayAsync(lifecycles.NextActs(block), (await stage.Anvil.Controls.TimeAsync(Ct)).AddSeconds(lifecycles.NextPause()));
            await portal.CatchUpAsync();
            if (block % 2 == 1)
            {
                await stage.Anvil.Controls.ReorgAsync(depths.Next(1, 4), ct: Ct);
                await portal.CatchUpAsync();
                await using var fresh = await IndexingPortal.StartAsync(chain);
                await fresh.CatchUpAsync();
                IndexDump.Of(portal).ShouldBe(IndexDump.Of(fresh));
            }

            await MeetAsync(portal, lifecycles);
            await CompareStatesAsync(stage, portal, lifecycles, []);
        }
    }

    private static FollowedChain Followed(Stage stage, HttpClient http) => new(
        new ChainClient(stage.Anvil.ChainId, [stage.Anvil.Url], http, new ChainClientOptions { MaxReplyBytes = 256 << 20 }, TimeProvider.System),
        [new FollowedGovernor(stage.Governor, GovernorStory.Space)], 0);

    private static async Task MeetAsync(IndexingPortal portal, Lifecycles lifecycles)
    {
        var proposals = await AllAsync(portal);
        var parts = await portal.Get<GovernorProposalStore>().FindAsync([.. proposals.Select(proposal => proposal.Key)]);
        lifecycles.Meet(proposals.Select(proposal => (proposal, parts[proposal.Key])));
    }

    private static async Task CompareStatesAsync(Stage stage, IndexingPortal portal, Lifecycles lifecycles, HashSet<string> seen)
    {
        var living = lifecycles.Lives.Where(life => life.Key.Length > 0).ToDictionary(life => life.Key);
        var stated = await portal.Get<ProposalStates>().OfAsync(await AllAsync(portal));
        var theirs = await stage.AskStatesAsync(stated.Select(each => living[each.Proposal.Id].Id));
        var wrong = new List<string>();
        foreach (var (ours, their) in stated.Zip(theirs.Select(bytes => (ProposalState)(int)new BigInteger(bytes, isUnsigned: true, isBigEndian: true))))
        {
            var life = living[ours.Proposal.Id];
            if (ours.State != their) wrong.Add($"{life.Number}: {life.State} -> {ours.State}, the contract says {their}; {ours.Execution!.Parts}");
            life.State = their;
            seen.UnionWith(ShownBy(ours));
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong.Take(5)));
    }

    private static IEnumerable<string> ShownBy(StatedProposal stated)
    {
        yield return stated.State.ToString();
        var execution = stated.Execution!;
        var last = execution.Steps[^1];
        if (last.Detail.Contains("past the governor", StringComparison.Ordinal)) yield return last.Kind == StepKind.Executed ? "executed past the governor" : "canceled past the governor";
        if (execution.Steps.Any(step => step.Kind == StepKind.VotingExtended)) yield return "extended";
        if (execution.Steps.Any(step => step.Detail.Contains("before its time", StringComparison.Ordinal))) yield return "decided early";
    }

    private static async Task CompareCountsAsync(Stage stage, IndexingPortal portal, Lifecycles lifecycles, HashSet<string> seen)
    {
        var living = lifecycles.Lives.ToDictionary(life => life.Key);
        var stated = await portal.Get<ProposalStates>().OfAsync(await AllAsync(portal));
        var theirs = await stage.AskVotesAsync([.. stated.Select(each => living[each.Proposal.Id].Id)]);
        foreach (var (ours, their) in stated.Zip(theirs)) ours.Tally.Choices.Select(choice => choice.VotingPower.ToBigInteger()).ShouldBe(their, ours.Proposal.Title);
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();

        using var connection = portal.Get<Db>().Open();
        foreach (var each in stated)
        {
            var votes = GovernorVoteStore.Stream(connection, each.Proposal.Key).ToArray();
            if (votes.Any(vote => vote.Kind == GovernorVoteKind.Override)) seen.Add("override");
            if (votes.Any(vote => vote.Kind == GovernorVoteKind.Reduction)) seen.Add("reduction");
            if (votes.GroupBy(vote => vote.Voter).Any(mine => mine.Count() > 1 && mine.Any(vote => vote.Support == 255))) seen.Add("parts");
        }

        var events = await portal.Get<ExecutionStore>().OfProposalsAsync([.. stated.Select(each => each.Proposal.Key)]);
        if (events.Any(mine => mine.Count(e => e.Kind == ExecutionEventKind.ProposalCanceled) > 1)) seen.Add("canceled again");
    }

    private static Task<IReadOnlyList<Proposal>> AllAsync(IndexingPortal portal) => portal.Get<ProposalStore>().PageAsync(GovernorStory.Space, null, ProposalCursor.Start, Lives);
}

public sealed class GovernorLifecycleTests : GovernorLifecycles
{
    [Theory]
    [InlineData("simple")]
    [InlineData("late quorum by seconds")]
    [InlineData("super quorum")]
    [InlineData("sequential, stored, guarded")]
    [InlineData("4.9")]
    public Task OurStates_AreTheContracts_BehindOpenZeppelinsTimelock(string generation) => RunAsync(generation);
}

public sealed class GovernorLifecycleWithoutControllerTests : GovernorLifecycles
{
    [Theory]
    [InlineData("fractional")]
    [InlineData("overridable")]
    [InlineData("Compound style")]
    [InlineData("4.9 bravo")]
    [InlineData("bravo")]
    public Task OurStates_AreTheContracts_BehindCompoundsTimelockOrNone(string generation) => RunAsync(generation);
}

/// <summary>The chain takes back whatever step has just been made, again and again: the tables are a fresh index's, the states the contract's.</summary>
public sealed class GovernorReorgTests : GovernorLifecycles
{
    [Theory]
    [InlineData("simple")]
    [InlineData("overridable")]
    [InlineData("super quorum")]
    [InlineData("Compound style")]
    [InlineData("bravo")]
    public Task AStepThatIsTakenBack_LeavesNoTrace(string generation) => ReorganiseAsync(generation);
}
