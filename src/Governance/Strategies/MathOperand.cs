using System.Numerics;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>One operand of <c>math</c>: a strategy or a constant, never both.</summary>
internal sealed record MathOperand(StrategyDefinition? Strategy, ExactDecimal? Constant)
{
    public int Decimals => Strategy is null ? Constant!.Value.Places : StrategyRegistry.Get(Strategy.Name).Decimals(Strategy);

    /// <summary>Null where <c>params.operands</c> is not a list of operands. A single <c>params.strategy</c> is the older way to write one.</summary>
    public static IReadOnlyList<MathOperand>? Read(StrategyDefinition definition)
    {
        if (definition.Params.TryGetProperty("strategy", out var only))
            return StrategyDefinition.Read(only, definition.Network) is { } single ? [new MathOperand(single, null)] : null;
        if (!definition.Params.TryGetProperty("operands", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return null;
        var operands = list.EnumerateArray().Select(item => ReadOne(item, definition.Network)).OfType<MathOperand>().ToArray();
        return operands.Length == list.GetArrayLength() ? operands : null;
    }

    /// <summary>For each voter, written up to <paramref name="decimals"/>.</summary>
    public async Task<IReadOnlyList<BigInteger>> ReadAsync(int decimals, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var scale = BigInteger.Pow(10, decimals - Decimals);
        if (Strategy is null) return [.. voters.Select(_ => Constant!.Value.Digits * scale)];
        var read = await Exclusions.ReadAsync(Strategy, view, voters, cancellationToken);
        return [.. read.Select(power => power.ToBigInteger() * scale)];
    }

    private static MathOperand? ReadOne(JsonElement json, ulong network)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type)) return null;
        if (type.ValueEquals("strategy") && json.TryGetProperty("strategy", out var strategy))
            return StrategyDefinition.Read(strategy, network) is { } definition ? new(definition, null) : null;
        return type.ValueEquals("constant") && json.TryGetProperty("value", out var value) && StrategyDefinition.DecimalOf(value) is { } constant ? new(null, constant) : null;
    }
}
