using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>Signs the demo's messages as a client would: over the EIP-712 digest of what the envelope holds.</summary>
internal static class DemoMessage
{
    private static readonly string[] SettingsFields = ["address from", "string space", "uint64 timestamp", "string settings"];

    private static readonly string[] ProposalFields =
    [
        "string from", "string space", "uint64 timestamp", "string type", "string title", "string body", "string discussion", "string[] choices",
        "string[] labels", "uint64 start", "uint64 end", "uint64 snapshot", "string plugins", "string privacy", "string app",
    ];

    private static readonly string[] VoteFields =
    [
        "string from", "string space", "uint64 timestamp", "string proposal", "uint32 choice", "string reason", "string app", "string metadata",
    ];

    private static readonly string[] RankedVoteFields = [.. VoteFields.Select(field => field.Replace("uint32 choice", "uint32[] choice", StringComparison.Ordinal))];

    public static byte[] Settings(SigningKey key, long now, JsonObject settings) => Sign(key, "Space", SettingsFields, new JsonObject
    {
        ["from"] = key.Address.ToString(), ["space"] = DemoSpace.Id, ["timestamp"] = now, ["settings"] = settings.ToJsonString(),
    });

    public static byte[] Proposal(SigningKey key, DemoProposal story, long now, ulong snapshot, string plugins)
    {
        long start = now - (story.OpenedHoursAgo * 3_600L);
        return Sign(key, "Proposal", ProposalFields, new JsonObject
        {
            ["from"] = key.Address.ToString(), ["space"] = DemoSpace.Id, ["timestamp"] = Math.Min(start, now), ["type"] = story.System,
            ["title"] = story.Title, ["body"] = story.Body, ["discussion"] = "", ["choices"] = new JsonArray([.. story.Choices.Select(c => (JsonNode)c)]),
            ["labels"] = new JsonArray(), ["start"] = start, ["end"] = now + (story.EndsInMinutes * 60L), ["snapshot"] = snapshot,
            ["plugins"] = plugins, ["privacy"] = "", ["app"] = "governance-demo",
        });
    }

    public static byte[] Vote(SigningKey voter, DemoProposal story, string proposal, int rank, long now)
    {
        // Spread over the time since it opened, denser at the beginning, as votes come.
        long open = story.OpenedHoursAgo * 3_600L;
        long timestamp = now - open + (open * rank * rank / (story.Voters * (long)story.Voters));
        bool isRanked = story.System == "ranked-choice";
        return Sign(voter, "Vote", isRanked ? RankedVoteFields : VoteFields, new JsonObject
        {
            ["from"] = voter.Address.ToString(), ["space"] = DemoSpace.Id, ["timestamp"] = timestamp, ["proposal"] = proposal,
            ["choice"] = isRanked ? new JsonArray([.. story.RankingOf(rank).Select(choice => (JsonNode)choice)]) : story.ChoiceOf(rank), ["reason"] = DemoProposal.ReasonOf(rank), ["app"] = "governance-demo", ["metadata"] = "{}",
        });
    }

    private static byte[] Sign(SigningKey key, string type, string[] fields, JsonObject message)
    {
        var data = new JsonObject
        {
            ["domain"] = new JsonObject { ["name"] = "snapshot", ["version"] = "0.1.4" },
            ["types"] = new JsonObject
            {
                [type] = new JsonArray([.. fields.Select(field => field.Split(' ')).Select(f => (JsonNode)new JsonObject { ["name"] = f[1], ["type"] = f[0] })]),
            },
            ["message"] = message,
        };
        using var json = JsonDocument.Parse(data.ToJsonString());
        if (!TypedData.TryParse(json.RootElement, out var typed, out var fault)) throw new InvalidOperationException(fault);
        var envelope = new JsonObject { ["address"] = key.Address.ToString(), ["sig"] = key.Sign(typed.Digest).ToString(), ["data"] = data };
        return Encoding.UTF8.GetBytes(envelope.ToJsonString());
    }
}
