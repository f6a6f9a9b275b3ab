using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Web.Tests.Inbox;

/// <summary>Signs messages for the tests of the message door, over the digest of the general EIP-712 hasher.</summary>
internal sealed class SignedEnvelopes(string space)
{
    private static readonly string[] ProposalFields =
    [
        "string from", "string space", "uint64 timestamp", "string type", "string title", "string body", "string discussion", "string[] choices",
        "string[] labels", "uint64 start", "uint64 end", "uint64 snapshot", "string plugins", "string privacy", "string app",
    ];

    private static readonly string[] VoteFields =
    [
        "string from", "string space", "uint64 timestamp", "string proposal", "uint32 choice", "string reason", "string app", "string metadata",
    ];

    public static SigningKey Key(int number) => SigningKey.FromPrivateKey(Keccak256.Hash(Encoding.UTF8.GetBytes($"governance test voter {number}")).Bytes);

    /// <summary>Settings that give each of the first <paramref name="voters"/> keys its number plus one as power.</summary>
    public static string Settings(int voters)
    {
        var addresses = new JsonObject();
        for (int i = 0; i < voters; i++) addresses[Key(i).Address.ToString()] = i + 1;
        return new JsonObject
        {
            ["name"] = "Test", ["network"] = "1", ["symbol"] = "T",
            ["strategies"] = new JsonArray(new JsonObject { ["name"] = "whitelist-weighted", ["params"] = new JsonObject { ["addresses"] = addresses } }),
        }.ToJsonString();
    }

    /// <summary>Writes these settings beside the database; the answer opens the space with them, as arguments of the program.</summary>
    public static async Task<string[]> ConfigureAsync(string folder, string space, int voters)
    {
        string settings = Path.Combine(folder, "space.json");
        await File.WriteAllTextAsync(settings, Settings(voters));
        return [$"--Spaces:0:Id={space}", $"--Spaces:0:SettingsFile={settings}"];
    }

    public JsonObject Proposal(SigningKey author, string discussion = "", string body = "A question.")
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Sign(author, "Proposal", ProposalFields, new JsonObject
        {
            ["from"] = author.Address.ToString(), ["space"] = space, ["timestamp"] = now, ["type"] = "basic", ["title"] = "Shall we?", ["body"] = body,
            ["discussion"] = discussion, ["choices"] = new JsonArray("For", "Against", "Abstain"), ["labels"] = new JsonArray(), ["start"] = now - 3_600,
            ["end"] = now + 86_400, ["snapshot"] = 1, ["plugins"] = "{}", ["privacy"] = "", ["app"] = "test",
        });
    }

    public JsonObject Vote(SigningKey voter, string proposal, int choice, long timestamp, string reason = "") => Sign(voter, "Vote", VoteFields, new JsonObject
    {
        ["from"] = voter.Address.ToString(), ["space"] = space, ["timestamp"] = timestamp, ["proposal"] = proposal, ["choice"] = choice, ["reason"] = reason,
        ["app"] = "test", ["metadata"] = "{}",
    });

    private static JsonObject Sign(SigningKey key, string type, string[] fields, JsonObject message)
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
        TypedData.TryParse(json.RootElement, out var typed, out var fault).ShouldBeTrue(fault);
        return new JsonObject { ["address"] = key.Address.ToString(), ["sig"] = key.Sign(typed!.Digest).ToString(), ["data"] = data };
    }
}
