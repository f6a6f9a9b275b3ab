using System.Numerics;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>math</c>: other strategies and constants, combined (<c>params.operation</c> over <c>params.operands</c>). Operands are written up to the same
/// decimals; roots, products and quotients have at least 18 and are rounded down, everything else is exact.
/// </summary>
public sealed class Calculation : IStrategy
{
    // Each operand is read for every voter.
    private const int MaxOperands = 10;
    private const int LeastDecimals = 18;

    private static readonly Dictionary<string, Operation> Operations = new(StringComparer.Ordinal)
    {
        ["square-root"] = new(1, (v, unit) => WholeRoot.Square(v[0] * unit), RoundsDown: true),
        ["cube-root"] = new(1, (v, unit) => WholeRoot.Cube(v[0] * unit * unit), RoundsDown: true),
        ["min"] = new(2, (v, _) => BigInteger.Min(v[0], v[1])),
        ["max"] = new(2, (v, _) => BigInteger.Max(v[0], v[1])),
        ["a-if-lt-b"] = new(3, (v, _) => v[0] < v[2] ? v[1] : v[0]),
        ["a-if-lte-b"] = new(3, (v, _) => v[0] <= v[2] ? v[1] : v[0]),
        ["a-if-gt-b"] = new(3, (v, _) => v[0] > v[2] ? v[1] : v[0]),
        ["a-if-gte-b"] = new(3, (v, _) => v[0] >= v[2] ? v[1] : v[0]),
        ["a-if-b-gt-0"] = new(2, (v, _) => v[1].Sign > 0 ? v[0] : BigInteger.Zero),
        ["minus"] = new(2, (v, _) => BigInteger.Max(v[0] - v[1], BigInteger.Zero)),
        ["multiply"] = new(2, (v, unit) => v[0] * v[1] / unit, RoundsDown: true),
        ["divide"] = new(2, (v, unit) => v[1].IsZero ? throw Impossible() : v[0] * unit / v[1], RoundsDown: true),
    };

    public string Name => "math";

    public IEnumerable<ulong> Chains(StrategyDefinition definition) => Inner(definition).SelectMany(inner => StrategyRegistry.Get(inner.Name).Chains(inner));

    public IEnumerable<NeededList> Lists(StrategyDefinition definition) => Inner(definition).SelectMany(inner => StrategyRegistry.Get(inner.Name).Lists(inner));

    public string? FaultOf(StrategyDefinition definition)
    {
        var name = definition.Text("operation") ?? "";
        if (!Operations.TryGetValue(name, out var operation)) return $"math: params.operation must be one of {string.Join(", ", Operations.Keys)}.";
        if (MathOperand.Read(definition) is not { } operands) return "math: params.operands must be a list of {\"type\": \"strategy\", \"strategy\": {…}} and {\"type\": \"constant\", \"value\": 1}.";
        if (operands.Count != operation.Operands) return $"math: {name} takes {operation.Operands} operands, not {operands.Count}.";
        if (Inner(definition).FirstOrDefault(inner => StrategyRegistry.Names.Contains(inner.Name) && StrategyRegistry.Get(inner.Name).Overriding != Overriding.Never) is { } following)
            return $"math: '{following.Name}' can not be an operand, because who votes changes it.";
        if (Inner(definition).FirstOrDefault(inner => StrategyRegistry.Names.Contains(inner.Name) && StrategyRegistry.Get(inner.Name).NeedsFinalBlocks) is { } frozen)
            return $"math: '{frozen.Name}' can not be an operand, because what it reads is frozen with a proposal only where it stands by itself.";
        if (Inner(definition).Any(inner => inner.Name == "with-delegation" && inner.Text("delegationSpace") is not { Length: > 0 }))
            return "math: the operand 'with-delegation' must name its space in params.delegationSpace.";
        if (Leaves(definition) > MaxOperands) return $"math: more than {MaxOperands} operands in all.";
        if (operands.Any(operand => operand.Constant is { Places: > StrategyDefinition.MaxPlaces })) return $"math: a constant has more than {StrategyDefinition.MaxPlaces} decimal places.";
        return Inner(definition).Select(StrategyRegistry.ParametersFaultOf).FirstOrDefault(fault => fault is not null);
    }

    public int Decimals(StrategyDefinition definition)
    {
        int most = MathOperand.Read(definition)!.Max(operand => operand.Decimals);
        return OperationOf(definition).RoundsDown ? Math.Max(LeastDecimals, most) : most;
    }

    public async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        int decimals = Decimals(definition);
        var columns = await Task.WhenAll(MathOperand.Read(definition)!.Select(operand => operand.ReadAsync(decimals, view, voters, cancellationToken)));
        var (operation, unit) = (OperationOf(definition), BigInteger.Pow(10, decimals));
        return [.. voters.Select((_, i) => VotingPower.FromBigInteger(operation.Compute([.. columns.Select(column => column[i])], unit)))];
    }

    private static Operation OperationOf(StrategyDefinition definition) => Operations[definition.Text("operation")!];

    private static IEnumerable<StrategyDefinition> Inner(StrategyDefinition definition) =>
        MathOperand.Read(definition)!.Select(operand => operand.Strategy).OfType<StrategyDefinition>();

    private static int Leaves(StrategyDefinition definition) =>
        MathOperand.Read(definition)?.Sum(operand => operand.Strategy is { Name: "math" } inner ? Leaves(inner) : 1) ?? 0;

    // As for Snapshot the power is then not to be known. Told of one voter alone, however many were asked for.
    private static RpcException Impossible() => new(new RpcFault(RpcFaultKind.Permanent, "", "math", "a source is divided by another that is 0 for this account"));

    /// <param name="Operands">How many it takes.</param>
    /// <param name="Compute">From values in units of 1 / unit to a value in the same.</param>
    /// <param name="RoundsDown">Where it does, in at least 18 decimals.</param>
    private sealed record Operation(int Operands, Func<BigInteger[], BigInteger, BigInteger> Compute, bool RoundsDown = false);
}
