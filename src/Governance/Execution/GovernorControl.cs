using System.Text.Json;
using Governance.Actions;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>Somebody who holds a role of the timelock.</summary>
/// <param name="Role">OpenZeppelin's name, or the role's hash.</param>
/// <param name="Account">The zero address: everybody.</param>
/// <param name="Granted">Where it was given.</param>
public sealed record RoleHolder(string Role, Address Account, ChainFact Granted);

/// <summary>
/// Who controls a governor beside its voters, by the events of the governor and of its timelock (AccessControl's RoleGranted and RoleRevoked,
/// MinDelayChange, TimelockChange, ProposalGuardianSet), replayed up to the indexed head.
/// </summary>
/// <param name="Timelock">Null: the governor executes by itself.</param>
/// <param name="MinDelay">The timelock's waiting time; null: no event has said it since indexing began.</param>
/// <param name="Roles">Of the timelock, in the order in which they were given.</param>
/// <param name="Guardian">May cancel every proposal at the governor; null: none was set.</param>
public sealed record GovernorControl(Address? Timelock, TimeSpan? MinDelay, IReadOnlyList<RoleHolder> Roles, Address? Guardian)
{
    public const string Proposer = "PROPOSER_ROLE";
    public const string Executor = "EXECUTOR_ROLE";
    public const string Canceller = "CANCELLER_ROLE";
    public const string Admin = "DEFAULT_ADMIN_ROLE";

    /// <summary>False: the timelock was made before the first indexed block, or it has no roles; nobody can list the holders then.</summary>
    public bool RolesAreKnown => Roles.Count > 0;

    /// <summary>Whether everybody may execute what is ready.</summary>
    public bool IsExecutionOpen => Roles.Any(holder => holder.Role == Executor && holder.Account.IsZero);

    public IEnumerable<Address> HoldersOf(string role) => Roles.Where(holder => holder.Role == role).Select(holder => holder.Account);

    /// <param name="events">Of the chain, in its order; those of other contracts are left out.</param>
    public static GovernorControl Of(Governor governor, IEnumerable<ExecutionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(governor);
        var (timelock, guardian) = (governor.Timelock, (Address?)null);
        var (delays, roles) = (new Dictionary<Address, TimeSpan>(), new List<(Address Timelock, RoleHolder Holder)>());
        foreach (var e in events)
        {
            if (e.Kind == ExecutionEventKind.TimelockChange && e.Contract == governor.Address) timelock = AddressIn(e, "new");
            else if (e.Kind == ExecutionEventKind.ProposalGuardianSet && e.Contract == governor.Address) guardian = AddressIn(e, "new");
            else if (e.Kind == ExecutionEventKind.MinDelayChange) delays[e.Contract] = TimeSpan.FromSeconds(Math.Min(e.Amount ?? 0, int.MaxValue));
            else if (e.Kind is ExecutionEventKind.RoleGranted or ExecutionEventKind.RoleRevoked) Replay(roles, e);
        }

        if (timelock is not { IsZero: false } last) return new(null, null, [], Named(guardian));
        return new(last, delays.TryGetValue(last, out var delay) ? delay : null, [.. roles.Where(role => role.Timelock == last).Select(role => role.Holder)], Named(guardian));
    }

    /// <summary>What a change of control says, a sentence; null: the event changes nothing of it.</summary>
    public static string? Say(ExecutionEvent e, ContractNames names)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(names);
        return e.Kind switch
        {
            ExecutionEventKind.RoleGranted => $"{Who(e, names)} was given the role {ContractNames.RoleOf(e.Subject)} of {names.Of(e.Contract)}.",
            ExecutionEventKind.RoleRevoked => $"{Who(e, names)} lost the role {ContractNames.RoleOf(e.Subject)} of {names.Of(e.Contract)}.",
            ExecutionEventKind.MinDelayChange => $"The waiting time of {names.Of(e.Contract)} became {e.Amount} seconds; it was {TextIn(e, "old")}.",
            ExecutionEventKind.ProposalGuardianSet => $"{names.Of(AddressIn(e, "new"))} became the guardian of {names.Of(e.Contract)} and may cancel every proposal.",
            ExecutionEventKind.TimelockChange => $"{names.Of(AddressIn(e, "new"))} became the timelock of {names.Of(e.Contract)}.",
            _ => null,
        };
    }

    private static void Replay(List<(Address Timelock, RoleHolder Holder)> roles, ExecutionEvent e)
    {
        var (name, account) = (ContractNames.RoleOf(e.Subject), AddressIn(e, "account"));
        roles.RemoveAll(role => role.Timelock == e.Contract && role.Holder.Role == name && role.Holder.Account == account);
        if (e.Kind == ExecutionEventKind.RoleGranted) roles.Add((e.Contract, new RoleHolder(name, account, e.Fact)));
    }

    private static string Who(ExecutionEvent e, ContractNames names) => AddressIn(e, "account") is { IsZero: false } account ? names.Of(account) : "Everybody";

    private static Address? Named(Address? guardian) => guardian is { IsZero: false } ? guardian : null;

    private static Address AddressIn(ExecutionEvent e, string name) => Address.Parse(TextIn(e, name));

    private static string TextIn(ExecutionEvent e, string name)
    {
        using var detail = JsonDocument.Parse(e.Detail);
        return detail.RootElement.GetProperty(name).GetString()!;
    }
}
