using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// A strategy that follows a delegate registry: who named whom, and what other strategies (<c>params.strategies</c>) give those who did.
/// <c>delegationSpace</c> (the space), <c>delegationNetwork</c> (the strategy's) as in Snapshot; <c>registry</c> and <c>fromBlock</c> are ours, for
/// chains where the registry stands elsewhere or began late.
/// </summary>
public abstract class RegistryStrategy : IStrategy
{
    private const int MaxInner = 8;
    private const int MaxSpaceName = 256;

    // What follows delegations can not be an operand or a delegators' source of another: it is not transitive.
    private protected RegistryStrategy(string name)
    {
        Name = name;
    }

    public string Name { get; }

    public abstract Overriding Overriding { get; }

    public IEnumerable<ulong> Chains(StrategyDefinition definition) =>
        Inner(definition)!.SelectMany(inner => StrategyRegistry.Get(inner.Name).Chains(inner)).Append(Network(definition)!.Value);

    public IEnumerable<NeededList> Lists(StrategyDefinition definition) => Inner(definition)!.SelectMany(inner => StrategyRegistry.Get(inner.Name).Lists(inner));

    public int Decimals(StrategyDefinition definition) => Inner(definition)!.Max(inner => StrategyRegistry.Get(inner.Name).Decimals(inner));

    public string? FaultOf(StrategyDefinition definition)
    {
        if (Inner(definition) is not { Count: >= 1 and <= MaxInner } inner) return $"{Name} needs params.strategies, a list of 1 to {MaxInner}, for example [{{\"name\": \"erc20-balance-of\", \"params\": {{…}}}}].";
        if (inner.Find(one => Known(one.Name) is RegistryStrategy or { Overriding: not Overriding.Never }) is { } nested) return $"{Name}: '{nested.Name}' can not stand inside it, because delegations are not passed on.";
        if (inner.Find(one => Known(one.Name) is { NeedsFinalBlocks: true }) is { } frozen) return $"{Name}: '{frozen.Name}' can not stand inside it, because what it reads is frozen with a proposal only where it stands by itself.";
        if (Network(definition) is null) return $"{Name}: params.delegationNetwork must be a chain's number, for example \"1\".";
        if (Has(definition, "delegationSpace") && definition.Text("delegationSpace") is not { Length: > 0 and <= MaxSpaceName }) return $"{Name}: params.delegationSpace must be a space's name, for example \"phala-network.eth\".";
        if (Has(definition, "registry") && !Address.TryParse(definition.Text("registry"), out _)) return $"{Name}: params.registry must be the registry's address, for example \"{DelegateRegistry.Canonical}\".";
        if (Has(definition, "fromBlock") && FromBlock(definition) is null) return $"{Name}: params.fromBlock must be a block's number, for example 11225329.";
        return inner.Select(StrategyRegistry.ParametersFaultOf).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>The space is part of what is frozen: a bundle tells by itself whose delegations were read.</summary>
    public StrategyDefinition InSpace(StrategyDefinition definition, string space)
    {
        if (definition.Text("delegationSpace") is { Length: > 0 }) return definition;
        var parameters = JsonNode.Parse(definition.Params.GetRawText())!.AsObject();
        parameters["delegationSpace"] = space;
        return definition with { Params = JsonSerializer.SerializeToElement(parameters) };
    }

    public async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken) =>
        [.. (await ReadSourcesAsync(definition, view, voters, cancellationToken)).Select(reading => reading.Raw)];

    public abstract Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken);

    private protected static Task<DelegateBook> BookAsync(StrategyDefinition definition, SnapshotView view, CancellationToken cancellationToken)
    {
        var state = view.StateOf(Network(definition)!.Value);
        var registry = definition.Text("registry") is { } given ? Address.Parse(given) : DelegateRegistry.Canonical;
        // A setting that was never frozen (who may propose is asked before) has no space of its own: only delegations for every space count then.
        return view.Delegates.ReadAsync(state, registry, definition.Text("delegationSpace") ?? "", FromBlock(definition) ?? state.DelegationsFrom, cancellationToken);
    }

    /// <summary>What the inner strategies give each of these accounts together.</summary>
    private protected async Task<IReadOnlyDictionary<Address, VotingPower>> OwnAsync(StrategyDefinition definition, SnapshotView view, IEnumerable<Address> accounts, CancellationToken cancellationToken)
    {
        Address[] asked = [.. accounts.Distinct()];
        if (asked.Length == 0) return new Dictionary<Address, VotingPower>();
        int decimals = Decimals(definition);
        var columns = await Task.WhenAll(Inner(definition)!.Select(async inner =>
        {
            var strategy = StrategyRegistry.Get(inner.Name);
            int own = strategy.Decimals(inner);
            return (await Exclusions.ReadAsync(inner, view, asked, cancellationToken)).Select(raw => raw.WithDecimals(own, decimals)).ToArray();
        }));
        return asked.Index().ToDictionary(account => account.Item, account => columns.Aggregate(VotingPower.Zero, (sum, column) => sum + column[account.Index]));
    }

    private static IStrategy? Known(string name) => StrategyRegistry.Names.Contains(name) ? StrategyRegistry.Get(name) : null;

    private static bool Has(StrategyDefinition definition, string parameter) => definition.Params.TryGetProperty(parameter, out _);

    private static ulong? FromBlock(StrategyDefinition definition) =>
        definition.BigNumber("fromBlock") is { } block && block <= long.MaxValue ? (ulong)block : null;

    private static ulong? Network(StrategyDefinition definition) =>
        !definition.Params.TryGetProperty("delegationNetwork", out var given) || given.ValueKind == JsonValueKind.Null ? definition.Network
        : StrategyDefinition.TryReadNetwork(given, out ulong network) && network > 0 ? network : null;

    private static List<StrategyDefinition>? Inner(StrategyDefinition definition)
    {
        if (!definition.Params.TryGetProperty("strategies", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        var inner = list.EnumerateArray().Select(item => StrategyDefinition.Read(item, definition.Network)).OfType<StrategyDefinition>().ToList();
        return inner.Count == list.GetArrayLength() ? inner : null;
    }
}
