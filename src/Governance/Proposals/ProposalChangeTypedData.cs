using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Proposals;

/// <summary>The EIP-712 messages by which a published proposal is changed or withdrawn: Snapshot's <c>UpdateProposal</c> and <c>CancelProposal</c> (protocol/snapshot 1.3).</summary>
public static class ProposalChangeTypedData
{
    /// <summary>Other words, choices or another voting system; what <paramref name="request"/> says of times and block is not part of it.</summary>
    public static JsonObject Update(Proposal proposal, Address author, ProposalRequest request, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(request);
        var fields = SnapshotDomain.Fields(
            ("proposal", "string"), ("from", "string"), ("space", "string"), ("timestamp", "uint64"), ("type", "string"), ("title", "string"), ("body", "string"),
            ("discussion", "string"), ("choices", "string[]"), ("labels", "string[]"), ("plugins", "string"), ("privacy", "string"));
        return Of("UpdateProposal", fields, new JsonObject
        {
            ["proposal"] = proposal.Id,
            ["from"] = author.ToString(),
            ["space"] = proposal.Space,
            ["timestamp"] = at.ToUnixTimeSeconds(),
            ["type"] = request.VotingSystem,
            ["title"] = request.Title,
            ["body"] = request.Body,
            ["discussion"] = request.Discussion,
            ["choices"] = new JsonArray([.. request.Choices.Select(choice => (JsonNode)choice)]),
            ["labels"] = new JsonArray([.. proposal.Rules.Labels.Select(label => (JsonNode)label)]),
            ["plugins"] = proposal.Rules.Plugins,
            ["privacy"] = proposal.Rules.Privacy,
        });
    }

    public static JsonObject Withdrawal(Proposal proposal, Address account, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var fields = SnapshotDomain.Fields(("from", "string"), ("space", "string"), ("timestamp", "uint64"), ("proposal", "string"));
        return Of("CancelProposal", fields, new JsonObject
        {
            ["from"] = account.ToString(), ["space"] = proposal.Space, ["timestamp"] = at.ToUnixTimeSeconds(), ["proposal"] = proposal.Id,
        });
    }

    private static JsonObject Of(string primaryType, JsonArray fields, JsonObject message) => new()
    {
        ["domain"] = SnapshotDomain.Json(),
        ["primaryType"] = primaryType,
        ["types"] = new JsonObject { ["EIP712Domain"] = SnapshotDomain.Type(), [primaryType] = fields },
        ["message"] = message,
    };
}
