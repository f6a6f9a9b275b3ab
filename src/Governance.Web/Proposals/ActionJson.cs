using System.Globalization;
using Governance.Actions;
using Governance.Ethereum;
using Governance.Execution;

namespace Governance.Web.Proposals;

/// <summary>A call that a governor's proposal makes.</summary>
/// <param name="Value">Wei.</param>
/// <param name="Calldata">What is really sent, selector included.</param>
/// <param name="Signature">As proposed (Compound's form); empty where the call data was whole.</param>
/// <param name="Function">The known signature that the call data agrees with; null: it is unknown.</param>
/// <param name="Sentence">What it does, in words; of an unknown call, that it is unknown.</param>
/// <param name="Known">Whether it and all calls inside it are known.</param>
/// <param name="Calls">The calls inside a batch, a timelock's or a Safe's.</param>
public sealed record ActionJson(string Target, string Value, string Calldata, string Signature, string? Function, string Sentence, bool Known, IReadOnlyList<ActionJson> Calls)
{
    internal static IReadOnlyList<ActionJson> Of(ProposalExecution execution) =>
        [.. ProposalActions.Of(execution).Zip(execution.Parts.Actions, (call, action) => Of(call) with { Signature = action.Signature })];

    private static ActionJson Of(ReadCall call) => new(
        call.Target.ToString(), call.Value.ToString(CultureInfo.InvariantCulture), Hex.Format(call.CallData), "", call.Function, call.Sentence, call.IsKnown, [.. call.Calls.Select(Of)]);
}

/// <summary>Who controls a governor beside its voters, by events up to the indexed head.</summary>
/// <param name="MinDelaySeconds">The timelock's waiting time; null: not known.</param>
/// <param name="Roles">The timelock's; empty: not known.</param>
/// <param name="Guardian">May cancel every proposal at the governor; null: none is known.</param>
public sealed record ControlJson(string? Timelock, long? MinDelaySeconds, IReadOnlyList<RoleJson> Roles, string? Guardian)
{
    internal static ControlJson Of(GovernorControl control) => new(
        control.Timelock?.ToString(), (long?)control.MinDelay?.TotalSeconds, [.. control.Roles.Select(static role => new RoleJson(role.Role, role.Account.ToString()))], control.Guardian?.ToString());
}

/// <summary>One holder of a role.</summary>
/// <param name="Account">The zero address: everybody.</param>
public sealed record RoleJson(string Role, string Account);
