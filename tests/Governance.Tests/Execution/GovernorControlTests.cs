using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Tests.Indexing;

namespace Governance.Tests.Execution;

/// <summary>Who controls a governor beside its voters: what the events say is what the contracts answer.</summary>
public sealed class GovernorControlTests
{
    private static readonly AbiFunction HasRole = AbiFunction.Parse("hasRole(bytes32,address)(bool)");
    private static readonly AbiFunction GrantRole = AbiFunction.Parse("grantRole(bytes32,address)");
    private static readonly AbiFunction RevokeRole = AbiFunction.Parse("revokeRole(bytes32,address)");
    private static readonly AbiFunction UpdateDelay = AbiFunction.Parse("updateDelay(uint256)");

    private static readonly Hash32 Canceller = Keccak256.Hash("CANCELLER_ROLE"u8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RolesAndDelay_AreThoseOfTheContract_AndAChangeIsAStep_UntilItIsReplaced()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await portal.CatchUpAsync();
        var (timelock, guardian) = (story.Contracts.Timelock, story.Contracts.Guardian);
        async Task<ProposalExecution> ExecutionAsync() => (await portal.Get<ProposalStates>().OfAsync(await portal.ProposalAsync(story.IdOf(told))))!.Execution!;

        var control = (await ExecutionAsync()).Control;
        (control.Timelock, control.MinDelay, control.Guardian).ShouldBe((timelock.Address, await timelock.MinDelayAsync(), null));
        control.IsExecutionOpen.ShouldBeTrue();
        control.HoldersOf(GovernorControl.Canceller).ShouldBe([story.Governor.Address, guardian]);
        control.HoldersOf(GovernorControl.Admin).ShouldBe([timelock.Address], "the deployer gave it up");
        await EqualsTheContractAsync(story, control);

        // Only the timelock itself may; a node that sends for anybody stands in for a proposal that would.
        await story.Anvil.Controls.SetBalancesAsync([timelock.Address], System.Numerics.BigInteger.Pow(10, 18), Ct);
        await story.Anvil.Controls.ImpersonateEverybodyAsync(ct: Ct);
        await timelock.SendAsync(timelock.Address, GrantRole, Canceller, story.Voters[2]);
        await timelock.SendAsync(timelock.Address, RevokeRole, Canceller, guardian);
        await timelock.SendAsync(timelock.Address, UpdateDelay, 120);
        await portal.CatchUpAsync();
        var changed = await ExecutionAsync();
        (changed.Control.MinDelay, string.Join(' ', changed.Control.HoldersOf(GovernorControl.Canceller))).ShouldBe((TimeSpan.FromMinutes(2), $"{story.Governor.Address} {story.Voters[2]}"));
        await EqualsTheContractAsync(story, changed.Control);
        var steps = changed.Steps.Where(step => step.Kind == StepKind.ControlChanged).ToArray();
        steps.Select(step => step.Detail).ShouldBe(
        [
            $"{story.Voters[2]} was given the role CANCELLER_ROLE of the timelock ({timelock.Address}).", $"{guardian} lost the role CANCELLER_ROLE of the timelock ({timelock.Address}).",
            $"The waiting time of the timelock ({timelock.Address}) became 120 seconds; it was 60.",
        ]);
        steps.ShouldAllBe(step => step.Evidence != null && step.Confidence == Confidence.Latest);
        changed.Steps[0].Kind.ShouldBe(StepKind.Created);
        changed.Steps[^1].Kind.ShouldBe(StepKind.Executed, "what comes stays behind what happened");

        await story.Anvil.Controls.ReorgAsync(2, ct: Ct);
        await portal.CatchUpAsync();
        var undone = await ExecutionAsync();
        undone.Control.MinDelay.ShouldBe(TimeSpan.FromMinutes(1));
        undone.Steps.Count(step => step.Kind == StepKind.ControlChanged).ShouldBe(1);
        await EqualsTheContractAsync(story, undone.Control);
    }

    [Fact]
    public async Task AChangeOfControl_WakesTheProposalsPages()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await portal.CatchUpAsync();
        int heard = 0;
        using var subscription = portal.Get<Governance.Proposals.ProposalChanges>().Subscribe(story.IdOf(told), () => heard++);
        await story.Anvil.Controls.SetBalancesAsync([story.Contracts.Timelock.Address], System.Numerics.BigInteger.Pow(10, 18), Ct);
        await story.Anvil.Controls.ImpersonateEverybodyAsync(ct: Ct);
        await story.Contracts.Timelock.SendAsync(story.Contracts.Timelock.Address, UpdateDelay, 90);
        heard = 0;
        await portal.CatchUpAsync();
        heard.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void AGuardianAndAnotherTimelock_AreReplayedToo()
    {
        var governor = SampleGovernor();
        var (other, guardian) = (DevAccounts.Key("another timelock").Address, DevAccounts.Key("guardian").Address);
        var control = GovernorControl.Of(governor, [
            Event(ExecutionEventKind.RoleGranted, other, Canceller, new JsonObject { ["account"] = guardian.ToString(), ["sender"] = guardian.ToString() }, 1),
            Event(ExecutionEventKind.TimelockChange, governor.Address, default, new JsonObject { ["old"] = governor.Timelock!.Value.ToString(), ["new"] = other.ToString() }, 2),
            Event(ExecutionEventKind.ProposalGuardianSet, governor.Address, default, new JsonObject { ["old"] = default(Address).ToString(), ["new"] = guardian.ToString() }, 3),
            Event(ExecutionEventKind.ProposalGuardianSet, other, default, new JsonObject { ["old"] = default(Address).ToString(), ["new"] = default(Address).ToString() }, 4),
        ]);
        (control.Timelock, control.Guardian, control.MinDelay).ShouldBe((other, guardian, null));
        control.HoldersOf(GovernorControl.Canceller).ShouldBe([guardian]);
    }

    private static async Task EqualsTheContractAsync(GovernorStory story, GovernorControl control)
    {
        Address[] accounts = [default, story.Governor.Address, story.Contracts.Guardian, story.Contracts.Owner, story.Contracts.Timelock.Address, .. story.Voters];
        foreach (string role in (string[])[GovernorControl.Proposer, GovernorControl.Executor, GovernorControl.Canceller, GovernorControl.Admin])
        foreach (var account in accounts)
        {
            var hash = role == GovernorControl.Admin ? default : Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(role));
            bool holds = (await story.Contracts.Timelock.CallAsync(HasRole, hash, account)).Boolean(0);
            control.HoldersOf(role).Contains(account).ShouldBe(holds, $"{role} {account}");
        }
    }

    private static ExecutionEvent Event(ExecutionEventKind kind, Address contract, Hash32 subject, JsonObject detail, long block) =>
        new(kind, contract, subject, null, detail.ToJsonString(), default, new ChainFact(31337, block, default, block, default, 0));

    private static Governor SampleGovernor() => new(
        31337, DevAccounts.Key("a governor").Address, "space", "Governor", null, "", 18, "mode=blocknumber&from=default", "support=bravo&quorum=for,abstain",
        DevAccounts.Key("a timelock").Address, null!);
}
