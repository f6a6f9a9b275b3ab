using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Proposals;

/// <summary>What an author asks to publish.</summary>
/// <param name="Body">Markdown.</param>
/// <param name="VotingSystem">Snapshot's name.</param>
/// <param name="Start">Unix seconds, inclusive.</param>
/// <param name="End">Unix seconds, inclusive.</param>
/// <param name="Snapshot">Number of the block where power is read, on the space's chain.</param>
/// <param name="Plugins">JSON text of an object: milestones stand here.</param>
public sealed record ProposalRequest(
    string Title, string Body, string Discussion, IReadOnlyList<string> Choices, string VotingSystem, long Start, long End, long Snapshot, string Plugins = "{}");

/// <summary>The EIP-712 message that an author's wallet is given: Snapshot's <c>Proposal</c> (protocol/snapshot 1.3).</summary>
public static class ProposalTypedData
{
    private const string App = "governance";

    public static JsonObject Proposal(string space, Address author, ProposalRequest request, DateTimeOffset at) => new()
    {
        ["domain"] = SnapshotDomain.Json(),
        ["primaryType"] = "Proposal",
        ["types"] = new JsonObject
        {
            ["EIP712Domain"] = SnapshotDomain.Type(),
            ["Proposal"] = SnapshotDomain.Fields(
                ("from", "string"), ("space", "string"), ("timestamp", "uint64"), ("type", "string"), ("title", "string"), ("body", "string"),
                ("discussion", "string"), ("choices", "string[]"), ("labels", "string[]"), ("start", "uint64"), ("end", "uint64"),
                ("snapshot", "uint64"), ("plugins", "string"), ("privacy", "string"), ("app", "string")),
        },
        ["message"] = new JsonObject
        {
            ["from"] = author.ToString(),
            ["space"] = space,
            ["timestamp"] = at.ToUnixTimeSeconds(),
            ["type"] = request.VotingSystem,
            ["title"] = request.Title,
            ["body"] = request.Body,
            ["discussion"] = request.Discussion,
            ["choices"] = new JsonArray([.. request.Choices.Select(choice => (JsonNode)choice)]),
            ["labels"] = new JsonArray(),
            ["start"] = request.Start,
            ["end"] = request.End,
            ["snapshot"] = request.Snapshot,
            ["plugins"] = request.Plugins,
            ["privacy"] = "",
            ["app"] = App,
        },
    };
}
