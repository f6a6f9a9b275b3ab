using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>whitelist-weighted</c>: a list of accounts with a weight each, in the settings themselves. Weights may have decimal places; the
/// strategy has as many decimals as the longest of them, so each is kept exactly.
/// </summary>
public sealed class WhitelistWeighted : IStrategy
{
    public string Name => "whitelist-weighted";

    public IEnumerable<ulong> Chains(StrategyDefinition definition) => [];

    public string? FaultOf(StrategyDefinition definition)
    {
        if (!definition.Params.TryGetProperty("addresses", out var addresses) || addresses.ValueKind != JsonValueKind.Object)
            return "whitelist-weighted needs params.addresses, an object of address and weight, for example {\"0x5FbDB2315678afecb367f032d93F642f64180aa3\": 100}.";
        var seen = new HashSet<Address>();
        foreach (var entry in addresses.EnumerateObject())
        {
            if (!Address.TryParse(entry.Name, out var account)) return $"whitelist-weighted: '{entry.Name}' is not an address.";
            if (!seen.Add(account)) return $"whitelist-weighted: {account} is listed twice.";
            if (StrategyDefinition.DecimalOf(entry.Value) is not { } weight) return $"whitelist-weighted: the weight of {account} must be a number that is not negative.";
            if (weight.Places > StrategyDefinition.MaxPlaces) return $"whitelist-weighted: the weight of {account} has more than {StrategyDefinition.MaxPlaces} decimal places.";
        }

        return null;
    }

    public int Decimals(StrategyDefinition definition) =>
        definition.Params.GetProperty("addresses").EnumerateObject().Select(entry => StrategyDefinition.DecimalOf(entry.Value)!.Value.Places).DefaultIfEmpty(0).Max();

    public IReadOnlyDictionary<Address, VotingPower> Listed(StrategyDefinition definition, ParsedLists lists) => Weights(definition);

    private static Dictionary<Address, VotingPower> Weights(StrategyDefinition definition)
    {
        var entries = definition.Params.GetProperty("addresses").EnumerateObject().ToDictionary(entry => Address.Parse(entry.Name), entry => StrategyDefinition.DecimalOf(entry.Value)!.Value);
        int decimals = entries.Values.Select(weight => weight.Places).DefaultIfEmpty(0).Max();
        return entries.ToDictionary(entry => entry.Key, entry => entry.Value.ToBaseUnitsRoundedUp(decimals));
    }

    public Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var weights = Weights(definition);
        return Task.FromResult<IReadOnlyList<VotingPower>>([.. voters.Select(voter => weights.GetValueOrDefault(voter))]);
    }
}
