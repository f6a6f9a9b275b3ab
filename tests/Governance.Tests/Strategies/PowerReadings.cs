using System.Text.Json;
using Governance.Chains;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Tests.Strategies;

/// <summary>Short ways to define a strategy and to read power by it.</summary>
internal static class PowerReadings
{
    public static StrategyDefinition Strategy(string name, string parameters = "{}", ulong network = 31337) =>
        new(name, network, JsonSerializer.Deserialize<JsonElement>(parameters));

    public static ChainRegistry Registry(params FollowedChain[] chains)
    {
        var registry = new ChainRegistry();
        foreach (var chain in chains) registry.Add(chain);
        return registry;
    }

    public static Task<Outcome<PowerReading>> ReadAsync(
        this TestPortal portal, Address voter, SnapshotBlock? block, StrategyDefinition strategy, int decimals = 18, long? question = null) =>
        portal.Get<VotingPowerReader>().ReadAsync(question, [strategy], block is null ? [] : [block], decimals, voter, TestContext.Current.CancellationToken);

    /// <summary>The raw amount, of a reading that must succeed.</summary>
    public static async Task<string> RawAsync(this TestPortal portal, Address voter, SnapshotBlock? block, StrategyDefinition strategy, int decimals = 18)
    {
        portal.Get<StrategyRegistry>().FaultOf(strategy).ShouldBeNull();
        var outcome = await portal.ReadAsync(voter, block, strategy, decimals);
        outcome.Rejection.ShouldBeNull();
        return outcome.Value.Sources[0].Raw.ToString();
    }
}
