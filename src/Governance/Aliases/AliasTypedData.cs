using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Aliases;

/// <summary>The EIP-712 messages by which an account lets another sign in its name, or takes that back: Snapshot's <c>Alias</c> and <c>RevokeAlias</c>.</summary>
public static class AliasTypedData
{
    public static JsonObject Set(Address account, Address alias, DateTimeOffset at) => Of("Alias", account, alias, at);

    public static JsonObject Revoke(Address account, Address alias, DateTimeOffset at) => Of("RevokeAlias", account, alias, at);

    private static JsonObject Of(string primaryType, Address account, Address alias, DateTimeOffset at) => new()
    {
        ["domain"] = SnapshotDomain.Json(),
        ["primaryType"] = primaryType,
        ["types"] = new JsonObject
        {
            ["EIP712Domain"] = SnapshotDomain.Type(),
            [primaryType] = SnapshotDomain.Fields(("from", "address"), ("alias", "address"), ("timestamp", "uint64")),
        },
        ["message"] = new JsonObject { ["from"] = account.ToString(), ["alias"] = alias.ToString(), ["timestamp"] = at.ToUnixTimeSeconds() },
    };
}
