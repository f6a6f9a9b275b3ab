using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>The block whose state gives voting power on one chain: pinned by its hash, so that a reorganisation can not change power unseen.</summary>
/// <param name="Chain">EIP-155 number.</param>
/// <param name="Timestamp">The block's own, unix seconds.</param>
public sealed record SnapshotBlock(ulong Chain, ulong Number, Hash32 Hash, ulong Timestamp)
{
    public JsonNode ToJson() => new JsonObject { ["chain"] = Chain, ["number"] = Number, ["hash"] = Hash.ToString(), ["timestamp"] = Timestamp };

    public static SnapshotBlock FromJson(JsonElement json) => new(
        json.GetProperty("chain").GetUInt64(), json.GetProperty("number").GetUInt64(),
        Hash32.Parse(json.GetProperty("hash").GetString()!), json.GetProperty("timestamp").GetUInt64());
}
