using System.Text.Json;
using Governance.VotingSystems;

namespace Governance.Spaces;

/// <summary>The <c>voting</c> part of a space's settings: what every proposal of the space must keep to.</summary>
public sealed record VotingRules
{
    /// <summary>Seconds between a proposal's timestamp and its start; null: free.</summary>
    public long? Delay { get; init; }

    /// <summary>Seconds that voting lasts; null: free.</summary>
    public long? Period { get; init; }

    /// <summary>The voting system; null: free.</summary>
    public string? System { get; init; }

    /// <summary>Participation needed, in token units; zero: none.</summary>
    public ExactDecimal Quorum { get; init; } = ExactDecimal.Zero;

    /// <summary><c>default</c> or <c>rejection</c>.</summary>
    public string QuorumType { get; init; } = "default";

    public bool HideAbstain { get; init; }

    public string Privacy { get; init; } = "";

    public static Outcome<VotingRules> Read(JsonElement settings)
    {
        if (!settings.TryGetProperty("voting", out var voting) || voting.ValueKind is JsonValueKind.Null) return new VotingRules();
        if (voting.ValueKind != JsonValueKind.Object) return SpaceSettings.Wrong("voting", "an object", "\"voting\": {\"delay\": 0}");
        if (!Seconds(voting, "delay", out var delay) || !Seconds(voting, "period", out var period)) return SpaceSettings.Wrong("voting.delay and voting.period", "whole seconds from 0 to ten years", "\"period\": 604800");
        var quorum = voting.TryGetProperty("quorum", out var q) ? SpaceSettings.Decimal(q) : ExactDecimal.Zero;
        if (quorum is null) return SpaceSettings.Wrong("voting.quorum", "a number that is not negative", "\"quorum\": 1000000");
        var system = SpaceSettings.TextOf(voting, "type");
        if (!string.IsNullOrEmpty(system) && VotingSystemRegistry.FaultOf(system) is { } fault) return SpaceRejection.WrongFormat.Because($"The setting 'voting.type' can not be used: {fault}");
        var quorumType = SpaceSettings.TextOf(voting, "quorumType");
        if (quorumType is not (null or "" or "default" or "rejection")) return SpaceSettings.Wrong("voting.quorumType", "default or rejection", "\"quorumType\": \"default\"");
        var privacy = SpaceSettings.TextOf(voting, "privacy") ?? "";
        if (privacy is not ("" or "any")) return SpaceSettings.Wrong("voting.privacy", "empty: encrypted votes are not supported by this portal", "\"privacy\": \"\"");

        return new VotingRules
        {
            Delay = delay, Period = period, Quorum = quorum.Value, Privacy = privacy,
            System = string.IsNullOrEmpty(system) ? null : system,
            QuorumType = string.IsNullOrEmpty(quorumType) ? "default" : quorumType,
            HideAbstain = voting.TryGetProperty("hideAbstain", out var hide) && hide.ValueKind == JsonValueKind.True,
        };
    }

    // Snapshot's clients write 0 for "free" in both.
    private static bool Seconds(JsonElement voting, string key, out long? seconds)
    {
        seconds = null;
        if (!voting.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long number) || number is < 0 or > 315_360_000) return false;
        seconds = number == 0 ? null : number;
        return true;
    }
}
