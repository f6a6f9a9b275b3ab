using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;

namespace Governance.Web.Inbox;

/// <summary>The body of <c>POST /api/messages</c>, Snapshot's envelope; described here, read from its bytes by <see cref="EnvelopeVerifier"/>.</summary>
/// <param name="Address">The account that signs.</param>
/// <param name="Sig">0x text of 64 or more bytes; "0x" for a Safe that signed on chain.</param>
/// <param name="Data">EIP-712 typed data: domain, types, message.</param>
internal sealed record MessageEnvelope(string Address, string Sig, SignedData Data);

/// <param name="Domain">Snapshot's: name "snapshot", version "0.1.4".</param>
/// <param name="Types">The type set, one of Snapshot's.</param>
/// <param name="Message">What is said: a vote, a proposal, settings, …</param>
internal sealed record SignedData(JsonElement Domain, JsonElement Types, JsonElement Message);

/// <summary>Snapshot's success answer, with our receipt beside it.</summary>
internal sealed record MessageReply(string Id, string Ipfs, RelayerReply Relayer, LedgerReply Ledger)
{
    public static MessageReply Of(Receipt receipt)
    {
        var head = HeadReply.Of(receipt);
        return new(receipt.Message.Id.ToString(), receipt.Message.Ipfs, head.Relayer, new(receipt.Message.Idx, receipt.LeafHash.ToString(), receipt.Checkpoint.Size, head.Root, head.Checkpoint));
    }

    // The messages of a group share their head, so its texts are made once for them.
    private sealed record HeadReply(RelayerReply Relayer, string Root, string Checkpoint)
    {
        private static readonly ConditionalWeakTable<Checkpoint, HeadReply> Known = [];

        public static HeadReply Of(Receipt receipt) => Known.GetValue(receipt.Checkpoint, head =>
            new(new RelayerReply(receipt.Relayer.ToString(), Hex.Format(head.Signature)), head.Root.ToString(), head.Text));
    }
}

/// <param name="Address">The account that signs the ledger's heads.</param>
/// <param name="Receipt">Its signature over the head that first binds the message (EIP-191 over the checkpoint's text).</param>
internal sealed record RelayerReply(string Address, string Receipt);

/// <param name="Index">The message's place in the ledger.</param>
/// <param name="LeafHash">RFC 6962 hash of its leaf.</param>
/// <param name="Checkpoint">The signed text: origin, size, root.</param>
internal sealed record LedgerReply(long Index, string LeafHash, long Size, string Root, string Checkpoint);

/// <summary>Snapshot's error answer, with a stable code and a sentence; a message that was accepted before brings its receipt again.</summary>
internal sealed record MessageRefusal(
    string Error,
    [property: JsonPropertyName("error_description")] string ErrorDescription,
    string Code,
    string Explanation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ipfs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RelayerReply? Relayer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LedgerReply? Ledger)
{
    public static MessageRefusal Of(Rejection rejection, Receipt? earlier)
    {
        var error = rejection.Fault == RejectionFault.Portal ? "server_error" : "client_error";
        var reply = earlier is null ? null : MessageReply.Of(earlier);
        return new(error, rejection.WireText, rejection.Code, rejection.Explanation, reply?.Id, reply?.Ipfs, reply?.Relayer, reply?.Ledger);
    }
}

/// <summary>How this door's answers are written: code made by the compiler, for every vote waits for one.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MessageReply))]
[JsonSerializable(typeof(MessageRefusal))]
internal sealed partial class MessageReplyJson : JsonSerializerContext;
