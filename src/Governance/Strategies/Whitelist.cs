using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary><c>whitelist</c>: one vote for each account of a list in the settings themselves.</summary>
public sealed class Whitelist : IStrategy
{
    public string Name => "whitelist";

    public IEnumerable<ulong> Chains(StrategyDefinition definition) => [];

    public string? FaultOf(StrategyDefinition definition)
    {
        if (definition.Text("url") is { Length: > 0 }) return "whitelist: a list behind params.url is not read, because it can change unseen; put the accounts into params.addresses.";
        if (!definition.Params.TryGetProperty("addresses", out var addresses) || addresses.ValueKind != JsonValueKind.Array)
            return "whitelist needs params.addresses, a list, for example [\"0x5FbDB2315678afecb367f032d93F642f64180aa3\"].";
        var wrong = addresses.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.String || !Address.TryParse(item.GetString(), out _));
        return wrong.ValueKind == JsonValueKind.Undefined ? null : $"whitelist: '{wrong}' is not an address.";
    }

    public int Decimals(StrategyDefinition definition) => 0;

    public Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var listed = definition.Params.GetProperty("addresses").EnumerateArray().Select(item => Address.Parse(item.GetString()!)).ToHashSet();
        return Task.FromResult<IReadOnlyList<VotingPower>>([.. voters.Select(voter => listed.Contains(voter) ? VotingPower.One : VotingPower.Zero)]);
    }
}
