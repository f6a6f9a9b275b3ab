using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>
/// A governor's ballot in the form of its generation: what a wallet is given to sign, its digest, and the call that casts it. One definition for
/// all three, so that what is signed is what is verified and what is relayed (OpenZeppelin Governor.sol 4.9 and 5.7, Compound's GovernorBravoDelegate).
/// </summary>
public sealed class BallotPaper
{
    private static readonly AbiFunction CastSupport = AbiFunction.Parse("castVoteBySig(uint256,uint8,uint8,bytes32,bytes32)");
    private static readonly AbiFunction CastSupportExtended = AbiFunction.Parse("castVoteWithReasonAndParamsBySig(uint256,uint8,string,bytes,uint8,bytes32,bytes32)");
    private static readonly AbiFunction CastVoter = AbiFunction.Parse("castVoteBySig(uint256,uint8,address,bytes)");
    private static readonly AbiFunction CastVoterExtended = AbiFunction.Parse("castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)");

    private readonly Governor _governor;
    private readonly BallotForm _form;
    private readonly BigInteger _proposalId;
    private readonly BallotDecision _decision;

    private BallotPaper(Governor governor, BallotForm form, Hash32 proposalId, BallotDecision decision) =>
        (_governor, _form, _proposalId, _decision) = (governor, form, new BigInteger(proposalId.Bytes, isUnsigned: true, isBigEndian: true), decision);

    /// <summary>Null: the governor takes no such ballot.</summary>
    public static BallotPaper? Of(Governor governor, Hash32 proposalId, BallotDecision decision)
    {
        ArgumentNullException.ThrowIfNull(governor);
        ArgumentNullException.ThrowIfNull(decision);
        return governor.Generation.Ballots is { } form && (form.HasExtended || !decision.IsExtended) ? new BallotPaper(governor, form, proposalId, decision) : null;
    }

    private bool NamesVoter => _form.Content == BallotContent.VoterAndNonce;

    /// <summary>Whole, with the domain's type, as <c>eth_signTypedData_v4</c> wants it.</summary>
    /// <param name="nonce">Signed only where the generation has nonces.</param>
    public JsonObject TypedData(BigInteger? nonce)
    {
        string type = _decision.IsExtended ? "ExtendedBallot" : "Ballot";
        return new()
        {
            ["domain"] = Domain(),
            ["primaryType"] = type,
            ["types"] = new JsonObject { ["EIP712Domain"] = Fields(DomainFields()), [type] = Fields(BallotFields()) },
            ["message"] = Message(nonce),
        };
    }

    /// <summary>What is signed.</summary>
    public Hash32 Digest(BigInteger? nonce)
    {
        var json = JsonSerializer.SerializeToElement(TypedData(nonce));
        return Ethereum.TypedData.TryParse(json, out var typedData, out string? fault) ? typedData.Digest : throw new InvalidOperationException($"A ballot that cannot be hashed: {fault}");
    }

    /// <summary>The call that casts the vote in the voter's name, whoever sends it.</summary>
    /// <param name="signature">65 bytes where the generation knows no other (r, s, v).</param>
    public byte[] CallData(byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var (support, reason, parameters) = (_decision.Support, _decision.Reason, _decision.Params);
        if (NamesVoter)
        {
            return _decision.IsExtended
                ? CastVoterExtended.Encode(_proposalId, support, _decision.Voter, reason, parameters, signature)
                : CastVoter.Encode(_proposalId, support, _decision.Voter, signature);
        }

        var (r, s, v) = (new Hash32(signature.AsSpan(0, 32)), new Hash32(signature.AsSpan(32, 32)), signature[64]);
        return _decision.IsExtended ? CastSupportExtended.Encode(_proposalId, support, reason, parameters, v, r, s) : CastSupport.Encode(_proposalId, support, v, r, s);
    }

    private JsonObject Domain()
    {
        var domain = new JsonObject { ["name"] = _form.DomainName };
        if (_form.DomainVersion is { } version) domain["version"] = version;
        domain["chainId"] = _governor.Chain;
        domain["verifyingContract"] = _governor.Address.ToString();
        return domain;
    }

    private IEnumerable<(string Name, string Type)> DomainFields() =>
        _form.DomainVersion is null
            ? [("name", "string"), ("chainId", "uint256"), ("verifyingContract", "address")]
            : [("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address")];

    private IEnumerable<(string Name, string Type)> BallotFields() =>
    [
        ("proposalId", "uint256"), ("support", "uint8"),
        .. NamesVoter ? [("voter", "address"), ("nonce", "uint256")] : Array.Empty<(string, string)>(),
        .. _decision.IsExtended ? [("reason", "string"), ("params", "bytes")] : Array.Empty<(string, string)>(),
    ];

    private JsonObject Message(BigInteger? nonce)
    {
        var message = new JsonObject { ["proposalId"] = _proposalId.ToString(CultureInfo.InvariantCulture), ["support"] = _decision.Support };
        if (NamesVoter) (message["voter"], message["nonce"]) = (_decision.Voter.ToString(), (nonce ?? BigInteger.Zero).ToString(CultureInfo.InvariantCulture));
        if (_decision.IsExtended) (message["reason"], message["params"]) = (_decision.Reason, Hex.Format(_decision.Params));
        return message;
    }

    private static JsonArray Fields(IEnumerable<(string Name, string Type)> fields) =>
        [.. fields.Select(field => new JsonObject { ["name"] = field.Name, ["type"] = field.Type })];
}
