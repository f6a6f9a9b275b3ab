using System.Text.Json.Nodes;

namespace Governance.Messages;

/// <summary>Snapshot's EIP-712 domain: a name and a version, no chain (protocol/snapshot 1.2).</summary>
public static class SnapshotDomain
{
    public static JsonObject Json() => new() { ["name"] = "snapshot", ["version"] = "0.1.4" };

    /// <summary>The domain's own type, which wallets want beside the message's.</summary>
    public static JsonArray Type() => Fields(("name", "string"), ("version", "string"));

    /// <summary>Fields in the order in which they are hashed; each as <c>{name, type}</c>, the key order that the type gate hashes.</summary>
    public static JsonArray Fields(params (string Name, string Type)[] fields) =>
        [.. fields.Select(field => (JsonNode)new JsonObject { ["name"] = field.Name, ["type"] = field.Type })];
}
