using Governance.Actions;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>What a governor's proposal would do, in words, and in whose name.</summary>
public static class ProposalActions
{
    /// <summary>In the order in which they are carried out.</summary>
    public static IReadOnlyList<ReadCall> Of(ProposalExecution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var reader = new CallReader(NamesOf(execution.Governor));
        return [.. execution.Parts.Actions.Select(action => reader.Read(action.Target, action.Value, action.Payload))];
    }

    /// <summary>Who makes the calls: the timelock, where there is one.</summary>
    public static Address ExecutorOf(Governor governor)
    {
        ArgumentNullException.ThrowIfNull(governor);
        return governor.Timelock is { IsZero: false } timelock ? timelock : governor.Address;
    }

    /// <summary>The contracts that every reader of this governor knows.</summary>
    public static ContractNames NamesOf(Governor governor)
    {
        ArgumentNullException.ThrowIfNull(governor);
        var names = new Dictionary<Address, string> { [governor.Address] = "the governor" };
        if (governor.Token is { } token) names[token] = governor.Symbol.Length > 0 ? $"the token {governor.Symbol}" : "the token";
        if (governor.Timelock is { IsZero: false } timelock) names[timelock] = "the timelock";
        return new ContractNames(names, governor.Token, governor.Decimals, governor.Symbol);
    }
}
