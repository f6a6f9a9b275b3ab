using System.Globalization;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Strategies;
using Governance.VotingSystems;

namespace Governance.Spaces;

/// <summary>A space's settings in Snapshot's space format, read once into what the rules ask for. Keys that no rule asks for are kept in <see cref="Json"/>.</summary>
public sealed class SpaceSettings
{
    public const int MaxStrategies = 10;

    private SpaceSettings()
    {
    }

    /// <summary>As signed or configured.</summary>
    public required string Json { get; init; }

    public required string Name { get; init; }

    public string About { get; init; } = "";

    public string Symbol { get; init; } = "";

    /// <summary>The chain of proposals' snapshot blocks, EIP-155 number.</summary>
    public required ulong Network { get; init; }

    public required IReadOnlyList<StrategyDefinition> Strategies { get; init; }

    public IReadOnlyList<Address> Admins { get; init; } = [];

    public IReadOnlyList<Address> Moderators { get; init; } = [];

    public IReadOnlyList<Address> Members { get; init; } = [];

    /// <summary>Only members, admins and moderators may propose.</summary>
    public bool OnlyMembers { get; init; }

    /// <summary>Voting power that a proposer needs, in token units; zero: anybody.</summary>
    public ExactDecimal ProposalThreshold { get; init; } = ExactDecimal.Zero;

    public VotingRules Voting { get; init; } = new();

    public bool IsAuthorised(Address account) => Admins.Contains(account) || Moderators.Contains(account) || Members.Contains(account);

    /// <summary>Reads Snapshot's space format for a space of this portal. A strategy that can not be used here is a fault, never ignored.</summary>
    public static Outcome<SpaceSettings> Read(string json, StrategyRegistry strategies) => Read(json, strategies.FaultOf);

    /// <summary>Settings that were accepted before, whatever chains the portal follows today: publishing asks again whether they can be used.</summary>
    public static Outcome<SpaceSettings> ReadStored(string json) => Read(json, static _ => null);

    private static Outcome<SpaceSettings> Read(string json, Func<StrategyDefinition, string?> faultOf)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return Read(json, document.RootElement.Clone(), faultOf);
        }
        catch (JsonException e)
        {
            return SpaceRejection.WrongFormat.Because($"The settings are not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return SpaceRejection.WrongFormat.Because("The settings hold a text with half a character (a lone surrogate).");
        }
    }

    private static Outcome<SpaceSettings> Read(string json, JsonElement root, Func<StrategyDefinition, string?> faultOf)
    {
        if (root.ValueKind != JsonValueKind.Object) return SpaceRejection.WrongFormat.Because("The settings are not a JSON object.");
        if (TextOf(root, "name") is not { Length: > 0 and <= 64 } name) return Wrong("name", "a text of 1 to 64 characters", "\"name\": \"Phala\"");
        if (!root.TryGetProperty("network", out var networkJson) || !StrategyDefinition.TryReadNetwork(networkJson, out ulong network)) return Wrong("network", "a chain number as text", "\"network\": \"1\"");
        if (!root.TryGetProperty("strategies", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return Wrong("strategies", "a list of at least one strategy", "[{\"name\": \"ticket\", \"params\": {}}]");
        if (list.GetArrayLength() > MaxStrategies) return SpaceRejection.TooManyStrategies;

        var definitions = new List<StrategyDefinition>();
        foreach (var item in list.EnumerateArray())
        {
            if (StrategyDefinition.Read(item, network) is not { } definition) return Wrong("strategies", "objects of name, network and params", "{\"name\": \"ticket\", \"params\": {}}");
            if (faultOf(definition) is { } fault) return SpaceRejection.InvalidStrategy(definition.Name, fault);
            definitions.Add(definition);
        }

        if (Accounts(root, "admins") is not { } admins || Accounts(root, "moderators") is not { } moderators || Accounts(root, "members") is not { } members) return Wrong("admins, moderators and members", "lists of addresses", "\"admins\": [\"0x…\"]");
        var voting = VotingRules.Read(root);
        if (voting.Rejection is { } wrong) return wrong;
        var (onlyMembers, threshold) = ProposalGate(root);
        if (threshold is null) return Wrong("validation.params.minScore", "a number that is not negative", "\"minScore\": 100");

        return new SpaceSettings
        {
            Json = json, Name = name, Network = network, Strategies = definitions, Voting = voting.Value,
            About = TextOf(root, "about") ?? "", Symbol = TextOf(root, "symbol") ?? "",
            Admins = admins, Moderators = moderators, Members = members, OnlyMembers = onlyMembers, ProposalThreshold = threshold.Value,
        };
    }

    // Who may propose: filters.onlyMembers, and the larger of the old filters.minScore and the newer validation "basic" with minScore.
    private static (bool OnlyMembers, ExactDecimal? Threshold) ProposalGate(JsonElement root)
    {
        bool onlyMembers = false;
        ExactDecimal? threshold = ExactDecimal.Zero;
        if (root.TryGetProperty("filters", out var filters) && filters.ValueKind == JsonValueKind.Object)
        {
            onlyMembers = filters.TryGetProperty("onlyMembers", out var only) && only.ValueKind == JsonValueKind.True;
            if (filters.TryGetProperty("minScore", out var minScore)) threshold = Decimal(minScore);
        }

        if (root.TryGetProperty("validation", out var validation) && validation.ValueKind == JsonValueKind.Object
            && validation.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty("minScore", out var score)) threshold = Decimal(score);
        return (onlyMembers, threshold);
    }

    internal static ExactDecimal? Decimal(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null ? ExactDecimal.Zero
        : json.ValueKind == JsonValueKind.Number && ExactDecimal.TryParse(json.GetRawText(), out var value) ? value
        : null;

    internal static string? TextOf(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static Rejection Wrong(string key, string expected, string example) =>
        SpaceRejection.WrongFormat.Because(string.Create(CultureInfo.InvariantCulture, $"The setting '{key}' must be {expected}, for example {example}."));

    private static List<Address>? Accounts(JsonElement root, string key)
    {
        var accounts = new List<Address>();
        if (!root.TryGetProperty(key, out var list) || list.ValueKind == JsonValueKind.Null) return accounts;
        if (list.ValueKind != JsonValueKind.Array) return null;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !Address.TryParse(item.GetString(), out var account)) return null;
            accounts.Add(account);
        }

        return accounts;
    }
}
