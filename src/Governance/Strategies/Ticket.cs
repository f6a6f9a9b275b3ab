using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary><c>ticket</c>: everybody has the same power, <c>params.value</c> or 1. Whoever makes more accounts has more votes.</summary>
public sealed class Ticket : IStrategy
{
    public string Name => "ticket";

    public IEnumerable<ulong> Chains(StrategyDefinition definition) => [];

    public string? FaultOf(StrategyDefinition definition)
    {
        if (!definition.Params.TryGetProperty("value", out _)) return null;
        if (definition.Decimal("value") is not { } value) return "ticket: params.value must be a number that is not negative, for example 1.";
        return value.Places > StrategyDefinition.MaxPlaces ? $"ticket: params.value has more than {StrategyDefinition.MaxPlaces} decimal places." : null;
    }

    public int Decimals(StrategyDefinition definition) => Value(definition).Places;

    public Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var each = Value(definition).ToBaseUnitsRoundedUp(Decimals(definition));
        return Task.FromResult<IReadOnlyList<VotingPower>>([.. voters.Select(_ => each)]);
    }

    // Snapshot takes a value of 0 for none.
    private static ExactDecimal Value(StrategyDefinition definition) =>
        definition.Decimal("value") is { } value && !value.Digits.IsZero ? value : new ExactDecimal(1, 0);
}
