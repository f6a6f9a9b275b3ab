using System.Text.Json.Nodes;
using Governance.Messages;

namespace Governance.Proposals;

/// <summary>What the ledger's leaf says of a proposal: the kind of signature and the rules frozen in it, snapshot blocks included.</summary>
internal static class ProposalEvidence
{
    public static string Write(AuthenticEnvelope authentic, Proposal proposal)
    {
        var evidence = new JsonObject();
        authentic.Signature.AddTo(evidence);
        evidence["rules"] = JsonNode.Parse(proposal.Rules.ToJson());
        return evidence.ToJsonString();
    }
}
