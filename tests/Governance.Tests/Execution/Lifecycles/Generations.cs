using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Tests.Execution.Lifecycles;

/// <summary>Every generation that is deployed on the local chain.</summary>
public static class Generations
{
    private const int QuorumPercent = 20;
    private const int Proposers = 4;
    private const int LiveProposals = 300;

    private static readonly string[] Timelocked = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Executed", "executed past the governor", "canceled past the governor"];
    private static readonly string[] Untimed = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Executed"];
    private static readonly string[] Expiring = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Executed", "Expired"];

    public static IReadOnlyList<Generation> All { get; } =
    [
        new("simple", async stage => await stage.EntrustAsync(await stage.DeployAsync("PhaGovernor", stage.Token.Address, await stage.ControllerAsync(), 2, 9, BigInteger.Zero, QuorumPercent)),
            Interface.Parts, false, Proposers, Timelocked) { Salt = SaltV5 },
        new("late quorum by seconds", async stage => await stage.EntrustAsync(await stage.DeployAsync("LateQuorumGovernor", stage.Token.Address, await stage.ControllerAsync(), 5, 25, BigInteger.Zero, QuorumPercent, 12)),
            Interface.Parts, true, Proposers, [.. Timelocked, "extended"]) { Salt = SaltV5 },
        new("fractional", async stage => (await stage.DeployAsync("FractionalGovernor", stage.Token.Address, 2, 9, QuorumPercent)).Address,
            Interface.Parts, false, Proposers, [.. Untimed, "parts"]) { HasFractions = true },
        new("overridable", async stage => (await stage.DeployAsync("OverridableGovernor", stage.Token.Address, 2, 9, QuorumPercent)).Address,
            Interface.Parts, false, Proposers, [.. Untimed, "override", "reduction"]) { HasOverrides = true },
        new("super quorum", async stage => await stage.EntrustAsync(await stage.DeployAsync("SuperQuorumGovernor", stage.Token.Address, await stage.ControllerAsync(), 5, 40, QuorumPercent, 45)),
            Interface.Parts, true, Proposers, [.. Timelocked, "decided early"]) { Salt = SaltV5 },
        new("sequential, stored, guarded", async stage => await stage.EntrustAsync(await stage.DeployAsync("SequentialGovernor", stage.Token.Address, await stage.ControllerAsync(), 2, 9, QuorumPercent, stage.Troupe[0])),
            Interface.Parts, false, Proposers, Timelocked) { Salt = SaltV5, HasGuardian = true },
        new("Compound style", async stage => await stage.EntrustAsync(await stage.DeployAsync("CompoundStyleGovernor", stage.Token.Address, await stage.CompoundTimelockAsync(), 2, 9, QuorumPercent, 4, 1000)),
            Interface.Parts, false, Proposers, [.. Expiring, "extended", "parts"]) { HasFractions = true },
        new("4.9", async stage => await stage.EntrustAsync(await stage.DeployAsync("FormerGovernor", stage.Token.Address, await stage.ControllerAsync(), 2, 9, QuorumPercent)),
            Interface.Parts, false, Proposers, Timelocked) { Salt = static (proposal, _) => proposal.DescriptionHash },
        new("4.9 bravo", async stage => await stage.EntrustAsync(await stage.DeployAsync("FormerBravoGovernor", stage.Token.Address, await stage.CompoundTimelockAsync(), 2, 9, Units(10), QuorumPercent)),
            Interface.Parts, false, 30, Expiring),
        new("bravo", async stage => await stage.EntrustAsync(await stage.DeployAsync("BravoGovernor", stage.Token.Address, await stage.CompoundTimelockAsync(), 2, 9, Units(10), Units(1_100), 76)),
            Interface.Numbers, false, LiveProposals, [.. Expiring, "canceled again"]),
    ];

    public static Generation Named(string name) => All.Single(generation => generation.Name == name);

    private static BigInteger Units(int tokens) => tokens * BigInteger.Pow(10, 18);

    private static Hash32 SaltV5(DevProposal proposal, Address governor) => proposal.SaltOf(governor);
}
