using Governance.Messages;

namespace Governance.Proposals;

/// <summary>What the ledger's leaf says of a proposal: the kind of signature and the rules frozen in it, snapshot blocks included.</summary>
internal static class ProposalEvidence
{
    public static string Write(AuthenticEnvelope authentic, Proposal proposal) => JsonText.Write((authentic, proposal), static (json, it) =>
    {
        json.WriteStartObject();
        it.authentic.Signature.Write(json);
        json.WritePropertyName("rules"u8);
        json.WriteRawValue(it.proposal.Rules.ToJson());
        json.WriteEndObject();
    });
}
