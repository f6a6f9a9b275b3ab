using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Proposals;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// The EIP-712 message that a voter's wallet is given: Snapshot's <c>Vote</c> (protocol/snapshot 1.3), whose type set the type gate knows.
/// Whole, with the domain's type, as <c>eth_signTypedData_v4</c> wants it.
/// </summary>
public static class BallotTypedData
{
    private const string App = "governance";

    /// <param name="at">The vote's own time: of two votes of one account the later counts.</param>
    public static JsonObject Vote(Proposal proposal, Address voter, Choice choice, string reason, DateTimeOffset at) => new()
    {
        ["domain"] = SnapshotDomain.Json(),
        ["primaryType"] = "Vote",
        ["types"] = new JsonObject
        {
            ["EIP712Domain"] = SnapshotDomain.Type(),
            ["Vote"] = SnapshotDomain.Fields(
                ("from", "string"), ("space", "string"), ("timestamp", "uint64"), ("proposal", "string"), ("choice", TypeOf(choice)),
                ("reason", "string"), ("app", "string"), ("metadata", "string")),
        },
        ["message"] = new JsonObject
        {
            ["from"] = voter.ToString(),
            ["space"] = proposal.Space,
            ["timestamp"] = at.ToUnixTimeSeconds(),
            ["proposal"] = proposal.Id,
            ["choice"] = ValueOf(choice),
            ["reason"] = reason,
            ["app"] = App,
            ["metadata"] = "{}",
        },
    };

    /// <summary>When a voter's next vote is made: now, but later than the one that it shall replace, for two of one second are not in the voter's order.</summary>
    /// <param name="current">In seconds; null where there is none.</param>
    public static DateTimeOffset TimeAfter(long? current, DateTimeOffset now) =>
        current is { } last && last >= now.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(last + 1) : now;

    private static string TypeOf(Choice choice) => choice switch { { Single: not null } => "uint32", { Many: not null } => "uint32[]", _ => "string" };

    // Weights are signed as their JSON text.
    private static JsonNode? ValueOf(Choice choice) => choice.Weights is null ? JsonNode.Parse(choice.Json) : JsonValue.Create(choice.Json);
}
