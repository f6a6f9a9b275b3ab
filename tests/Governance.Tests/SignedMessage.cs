using System.Text;
using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Tests;

/// <summary>
/// An envelope as a client would send it, signed over the digest of the general EIP-712 hasher (not over our fast path, which it so checks).
/// </summary>
public sealed record SignedMessage(JsonObject Envelope)
{
    public byte[] Body => Encoding.UTF8.GetBytes(Envelope.ToJsonString());

    public static SignedMessage Of(SigningKey key, JsonObject types, JsonObject message, JsonObject? domain = null)
    {
        var data = new JsonObject
        {
            ["domain"] = domain ?? new JsonObject { ["name"] = "snapshot", ["version"] = "0.1.4" },
            ["types"] = types,
            ["message"] = message,
        };
        using var json = System.Text.Json.JsonDocument.Parse(data.ToJsonString());
        TypedData.TryParse(json.RootElement, out var typed, out var fault).ShouldBeTrue(fault);
        var signature = key.Sign(typed!.Digest);
        return new SignedMessage(new JsonObject { ["address"] = key.Address.ToString(), ["sig"] = signature.ToString(), ["data"] = data });
    }

    /// <summary>The digest that was signed.</summary>
    public Hash32 Id
    {
        get
        {
            using var json = System.Text.Json.JsonDocument.Parse(Envelope["data"]!.ToJsonString());
            return TypedData.TryParse(json.RootElement, out var typed, out _) ? typed.Digest : throw new InvalidOperationException("No typed data.");
        }
    }

    /// <summary>The same message in the name of another account, signed by this key: as a contract wallet's owner signs.</summary>
    public SignedMessage As(Address author, SigningKey owner)
    {
        var data = (JsonObject)Envelope["data"]!.DeepClone();
        data["message"]!["from"] = author.ToString();
        return Of(owner, (JsonObject)data["types"]!.DeepClone(), (JsonObject)data["message"]!.DeepClone()).With(envelope => envelope["address"] = author.ToString());
    }

    /// <summary>The same envelope with something changed after signing.</summary>
    public SignedMessage With(Action<JsonObject> change)
    {
        var copy = (JsonObject)Envelope.DeepClone();
        change(copy);
        return new SignedMessage(copy);
    }
}
