using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>An account without a vote in one source: custody of tokens that count elsewhere, or that are nobody's to vote with.</summary>
/// <param name="Why">The space's own words; untrusted.</param>
/// <param name="Backs">The label of the source that counts what lies here; null: nothing counts it.</param>
public sealed record Exclusion(Address Account, string Why, string? Backs);

/// <summary>
/// <c>params.exclude</c> of every strategy: <c>["0x…", {"address": "0x…", "why": "…", "backs": "label of a source"}]</c>. An excluded account has no power from
/// that source, whatever it holds.
/// </summary>
public static class Exclusions
{
    public const string Parameter = "exclude";

    private const int MaxCount = 200;
    private const int MaxTextLength = 300;

    /// <summary>In the settings' order. Entries that are none of Ethereum's accounts are the strategy's own business.</summary>
    public static IReadOnlyList<Exclusion> Of(StrategyDefinition definition) =>
        definition.Params.TryGetProperty(Parameter, out var list) ? [.. list.EnumerateArray().Select(Read).OfType<Exclusion>()] : [];

    public static Exclusion? Find(StrategyDefinition definition, Address account) =>
        definition.Params.TryGetProperty(Parameter, out _) ? Of(definition).FirstOrDefault(exclusion => exclusion.Account == account) : null;

    /// <summary>What is wrong with the list, as a sentence; null when nothing is.</summary>
    /// <param name="isAccount">Whether a text that is no Ethereum account names one of the strategy's own.</param>
    public static string? FaultOf(StrategyDefinition definition, Func<string, bool> isAccount)
    {
        if (!definition.Params.TryGetProperty(Parameter, out var list)) return null;
        const string example = "[{\"address\": \"0x5FbDB2315678afecb367f032d93F642f64180aa3\", \"why\": \"the bridge's custody\"}]";
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxCount) return $"{definition.Name}: params.exclude must be a list of at most {MaxCount} accounts, for example {example}.";
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in list.EnumerateArray())
        {
            if (AccountOf(item) is not { } account || !(Address.TryParse(account, out _) || isAccount(account))) return $"{definition.Name}: '{item}' in params.exclude names no account, for example {example}.";
            if (!seen.Add(account)) return $"{definition.Name}: params.exclude names {account} twice.";
            if (TextOf(item, "why").Length > MaxTextLength || TextOf(item, "backs").Length > MaxTextLength) return $"{definition.Name}: a text in params.exclude is longer than {MaxTextLength} characters.";
        }

        return null;
    }

    /// <summary>What a strategy reads, less what is excluded.</summary>
    /// <exception cref="RpcException">The chain did not answer, or not credibly.</exception>
    /// <exception cref="InvalidDataException">A list is not there or was altered.</exception>
    public static async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken) =>
        [.. (await ReadSourcesAsync(definition, view, voters, cancellationToken)).Select(reading => reading.Raw)];

    /// <summary>The same, with whose power it is. What an excluded account gave to a delegate is left out too where the source lists it.</summary>
    /// <exception cref="RpcException">As <see cref="ReadAsync"/>.</exception>
    /// <exception cref="InvalidDataException">As <see cref="ReadAsync"/>.</exception>
    public static async Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var read = await StrategyRegistry.Get(definition.Name).ReadSourcesAsync(definition, view, voters, cancellationToken);
        if (Of(definition) is not { Count: > 0 } excluded) return read;
        var accounts = excluded.Select(exclusion => exclusion.Account).ToHashSet();
        return [.. read.Select((reading, i) => accounts.Contains(voters[i]) ? reading.Nothing() : reading.Without(accounts))];
    }

    internal static string? AccountOf(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Object when TextOf(item, "address") is { Length: > 0 } address => address,
        _ => null,
    };

    internal static string TextOf(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static Exclusion? Read(JsonElement item) =>
        Address.TryParse(AccountOf(item), out var account) ? new(account, TextOf(item, "why"), TextOf(item, "backs") is { Length: > 0 } backs ? backs : null) : null;
}
