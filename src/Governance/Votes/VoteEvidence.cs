using System.Text.Json.Nodes;
using Governance.Messages;
using Governance.Strategies;

namespace Governance.Votes;

/// <summary>
/// What the ledger's leaf says about how a vote was verified: the kind of signature, and the power with every source's raw amount and block.
/// <code>{"signature":"key","power":{"total":"…","decimals":18,"sources":[{"strategy":"erc20-votes","power":"…","raw":"…","decimals":18,"chain":1,"block":7,"hash":"0x…"}]}}</code>
/// </summary>
public static class VoteEvidence
{
    public static string Write(AuthenticEnvelope authentic, PowerReading power) => new JsonObject
    {
        ["signature"] = authentic.SignatureKind,
        ["power"] = new JsonObject
        {
            ["total"] = power.Total.ToString(),
            ["decimals"] = power.Decimals,
            ["sources"] = new JsonArray([.. power.Sources.Select(Source)]),
        },
    }.ToJsonString();

    private static JsonNode Source(PowerSource source)
    {
        var json = new JsonObject
        {
            ["strategy"] = source.Strategy,
            ["power"] = source.Power.ToString(),
            ["raw"] = source.Raw.ToString(),
            ["decimals"] = source.RawDecimals,
        };
        if (source.Block is not { } block) return json;
        json["chain"] = block.Chain;
        json["block"] = block.Number;
        json["hash"] = block.Hash.ToString();
        return json;
    }
}
