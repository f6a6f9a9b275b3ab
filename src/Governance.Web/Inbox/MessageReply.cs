using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
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
        var head = receipt.Checkpoint;
        return new(receipt.Message.Id.ToString(), receipt.Message.Ipfs, RelayerReply.Of(receipt),
            new(receipt.Message.Idx, receipt.LeafHash.ToString(), head.Size, head.Root.ToString(), head.Text));
    }
}

/// <summary>The bytes of a <see cref="MessageReply"/>. The votes of a group share a signed head and so most of their answers, which is written once for them.</summary>
internal sealed class MessageReplyText
{
    private static readonly ConditionalWeakTable<Checkpoint, MessageReplyText> Known = [];

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly byte[] _relayer, _head;

    private MessageReplyText(Receipt first)
    {
        _relayer = JsonSerializer.SerializeToUtf8Bytes(RelayerReply.Of(first), MessageReplyJson.Default.RelayerReply);
        var head = first.Checkpoint;
        // Without its opening brace: the message's own place stands before it.
        _head = JsonSerializer.SerializeToUtf8Bytes(new HeadReply(head.Size, head.Root.ToString(), head.Text), MessageReplyJson.Default.HeadReply)[1..];
    }

    public static byte[] Of(Receipt receipt)
    {
        var shared = Known.GetValue(receipt.Checkpoint, _ => new MessageReplyText(receipt));
        var output = _buffer ??= new(2_048);
        output.ResetWrittenCount();
        output.Write("{\"id\":\""u8);
        output.Write(receipt.Message.Id);
        output.Write("\",\"ipfs\":\""u8);
        Encoding.ASCII.GetBytes(receipt.Message.Ipfs, output);
        output.Write("\",\"relayer\":"u8);
        output.Write(shared._relayer);
        output.Write(",\"ledger\":{\"index\":"u8);
        output.Write(receipt.Message.Idx);
        output.Write(",\"leafHash\":\""u8);
        output.Write(receipt.LeafHash);
        output.Write("\","u8);
        output.Write(shared._head);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}

/// <param name="Address">The account that signs the ledger's heads.</param>
/// <param name="Receipt">Its signature over the head that first binds the message (EIP-191 over the checkpoint's text).</param>
internal sealed record RelayerReply(string Address, string Receipt)
{
    public static RelayerReply Of(Receipt receipt) => new(receipt.Relayer.ToString(), Hex.Format(receipt.Checkpoint.Signature));
}

/// <param name="Index">The message's place in the ledger.</param>
/// <param name="LeafHash">RFC 6962 hash of its leaf.</param>
/// <param name="Checkpoint">The signed text: origin, size, root.</param>
internal sealed record LedgerReply(long Index, string LeafHash, long Size, string Root, string Checkpoint);

/// <summary>What a <see cref="LedgerReply"/> says of the head alone.</summary>
internal sealed record HeadReply(long Size, string Root, string Checkpoint);

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
[JsonSerializable(typeof(RelayerReply))]
[JsonSerializable(typeof(HeadReply))]
internal sealed partial class MessageReplyJson : JsonSerializerContext;
