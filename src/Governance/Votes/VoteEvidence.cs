using System.Text.Json;
using Governance.Messages;
using Governance.Strategies;

namespace Governance.Votes;

/// <summary>
/// What the ledger's leaf says about how a vote was verified: the kind of signature, and the power with every source's raw amount and block.
/// <code>{"signature":"key","power":{"total":"…","decimals":18,"sources":[{"strategy":"erc20-votes","power":"…","raw":"…","decimals":18,"chain":1,"block":7,"hash":"0x…"}]}}</code>
/// </summary>
public static class VoteEvidence
{
    public static string Write(AuthenticEnvelope authentic, PowerReading power) => JsonText.Write((authentic, power), static (json, vote) =>
    {
        json.WriteStartObject();
        vote.authentic.Signature.Write(json);
        json.WritePropertyName("power"u8);
        PowerReadingJson.Write(json, vote.power);
        json.WriteEndObject();
    });
}
