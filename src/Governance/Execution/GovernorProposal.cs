using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>What a governor's proposal consists of, beside its row in the list of proposals.</summary>
/// <param name="Proposal">The proposal's key.</param>
/// <param name="ProposalId">The contract's own id; unique for one governor.</param>
/// <param name="Description">The exact bytes.</param>
/// <param name="VoteEnd">The last timepoint at which a vote counts, as created.</param>
/// <param name="OperationV4">The id of its timelock operation with OpenZeppelin 4's salt.</param>
/// <param name="OperationV5">And with 5's.</param>
/// <param name="Quorum">Base units, read at the snapshot timepoint; null: not known yet.</param>
/// <param name="SuperQuorum">Base units, read with the quorum; null: not known yet, or the governor has no such rule.</param>
public sealed record GovernorProposal(
    long Proposal, ulong Chain, Address Governor, Hash32 ProposalId, IReadOnlyList<GovernorAction> Actions, byte[] Description, long VoteEnd,
    Hash32 OperationV4, Hash32 OperationV5, VotingPower? Quorum, VotingPower? SuperQuorum, ChainFact Created);

/// <summary>One call that a proposal makes when it is executed.</summary>
/// <param name="Value">Wei.</param>
/// <param name="Signature">Compound's: the call data then lacks the selector. Empty: <paramref name="CallData"/> is whole.</param>
public sealed record GovernorAction(Address Target, BigInteger Value, string Signature, byte[] CallData)
{
    /// <summary>What is really sent to the target.</summary>
    public byte[] Payload =>
        Signature.Length == 0 ? CallData : [.. Keccak256.Hash(Encoding.UTF8.GetBytes(Signature)).Bytes[..AbiFunction.SelectorSize], .. CallData];

    internal static string ToJson(IEnumerable<GovernorAction> actions) => new JsonArray([.. actions.Select(action => new JsonObject
    {
        ["target"] = action.Target.ToString(),
        ["value"] = action.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["signature"] = action.Signature,
        ["calldata"] = Hex.Format(action.CallData),
    })]).ToJsonString();

    internal static IReadOnlyList<GovernorAction> FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(action => new GovernorAction(
            Address.Parse(action.GetProperty("target").GetString()!),
            BigInteger.Parse(action.GetProperty("value").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            action.GetProperty("signature").GetString()!,
            Hex.Parse(action.GetProperty("calldata").GetString()!)))];
    }
}
