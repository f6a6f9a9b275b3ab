using System.Buffers;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>
/// A signed message in Snapshot's envelope, well formed and of a known type; nothing more is proven: not the signature, not the space.
/// </summary>
public sealed class Envelope
{
    public const string DomainName = "snapshot";
    public const string DomainVersion = "0.1.4";

    /// <summary>Characters of the whole body as JavaScript would write it.</summary>
    public const int MaxLength = 100_000;

    /// <summary>How far a claimed time may lie behind: signers of a Safe have six days.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(6);

    /// <summary>How far a claimed time may lie ahead of the portal's clock.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    // The deepest legitimate envelope has 5 levels (data.types.Vote[].name); a chain of brackets is refused while parsing.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private string? _signatureText;
    private JsonElement? _message;

    private Envelope(Parts parts, MessageTypes types, Hash32 id)
    {
        (Signer, From, Space, Timestamp) = (parts.Signer, parts.From, parts.Space, parts.Timestamp);
        _signatureText = parts.Signature;
        SignatureBytes = Hex.TryParse(parts.Signature, out byte[]? bytes) ? bytes : null;
        _message = parts.Message;
        Kind = types.Kind;
        Id = id;
        Canonical = Write(parts, id);
    }

    private Envelope(OrdinaryVote vote, byte[] canonical, string ipfs)
    {
        (Signer, From, Space, Timestamp) = (vote.Signer, vote.From, vote.Space, vote.Timestamp);
        SignatureBytes = vote.SignatureBytes;
        Ordinary = vote;
        Kind = vote.Kind;
        Id = vote.Id;
        (Canonical, Ipfs) = (canonical, ipfs);
    }

    /// <summary>The account that signed: the author, or an alias of his.</summary>
    public Address Signer { get; }

    /// <summary>The author: in whose name it counts.</summary>
    public Address From { get; }

    public string Space { get; }

    /// <summary>As claimed by the author, unix seconds.</summary>
    public long Timestamp { get; }

    public MessageKind Kind { get; }

    /// <summary>The EIP-712 digest, which is the message's id.</summary>
    public Hash32 Id { get; }

    /// <summary>The signature as sent: 0x text, or several joined by commas.</summary>
    public string SignatureText => _signatureText ??= Hex.Format(SignatureBytes);

    /// <summary>The bytes of <see cref="SignatureText"/>; null where it is not one 0x text.</summary>
    public byte[]? SignatureBytes { get; }

    /// <summary>What it says, where it is a vote that was read fast; null says nothing about it.</summary>
    internal OrdinaryVote? Ordinary { get; }

    /// <summary>The signed struct, with any extra keys that were sent (they are not signed).</summary>
    public JsonElement Message => _message ??= JsonElement.Parse(Canonical, Strict).GetProperty("data").GetProperty("message");

    /// <summary>The bytes of <c>{address, sig, hash, data}</c> as Snapshot pins them.</summary>
    public byte[] Canonical { get; }

    /// <summary>The CID of <see cref="Canonical"/>.</summary>
    public string Ipfs { get => field ??= Cid.OfRaw(Canonical); private init; }

    /// <summary>The checks that need nothing but the message and the clock, in Snapshot's order (protocol/snapshot 2.1, steps 2 to 8).</summary>
    public static Outcome<Envelope> Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (ReadOrdinary(body, now) is { } ordinary) return ordinary;
        if (Parts.Parse(body) is not { } parts) return MessageRejection.WrongEnvelope;
        // Only a body of more bytes can be a text of more characters.
        if (body.Length > MaxLength && parts.LengthAsJavaScript() > MaxLength) return MessageRejection.TooLarge;
        if (!IsTimely(parts.Timestamp, now)) return MessageRejection.WrongTimestamp;
        if (parts.Text("proposal")?.Contains(' ', StringComparison.Ordinal) == true) return MessageRejection.WhitespaceInProposal;
        if (!IsOurDomain(parts.Domain)) return MessageRejection.WrongDomain;
        if (MessageTypes.Find(parts.Types) is not { } types) return MessageRejection.WrongTypes;
        if (!IsNormal(parts.Space, types.Kind)) return MessageRejection.InvalidSpaceId;
        if (MessageDigest.DomainSeparator(parts.Domain) is not { } separator) return MessageRejection.WrongDomain;
        // A message that can not be hashed was signed by nobody: Snapshot's verification fails on it.
        if (MessageDigest.Of(types, parts.Message, separator) is not { } id) return MessageRejection.WrongSignature.Because("A field of the message is missing or not of its type, so no signature can be over it.");
        return new Envelope(parts, types, id);
    }

    // Nearly every message is a vote in the ordinary form. What is refused goes the long way, which says why.
    private static Envelope? ReadOrdinary(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var envelope = default(Envelope);
        ReadOrdinary([body], [now], new Span<Envelope?>(ref envelope));
        return envelope;
    }

    /// <summary>As <see cref="Read"/> of many at once; null: it is no vote in the ordinary form, or there is something to refuse, so read it alone.</summary>
    /// <param name="times">When each arrived.</param>
    internal static void ReadOrdinary(ReadOnlySpan<ReadOnlyMemory<byte>> bodies, ReadOnlySpan<DateTimeOffset> times, Span<Envelope?> envelopes)
    {
        var votes = new OrdinaryVote?[bodies.Length];
        OrdinaryVoteReader.OfThread.ReadPosted(bodies, votes);
        var canonical = new byte[votes.Length][];
        for (int i = 0; i < votes.Length; i++)
        {
            if (votes[i] is { } vote && bodies[i].Length <= MaxLength && IsTimely(vote.Timestamp, times[i])
                && !vote.Proposal.Contains(' ', StringComparison.Ordinal) && IsNormal(vote.Space, vote.Kind)) canonical[i] = OrdinaryVoteReader.Canonical(bodies[i].Span, vote.Id);
            else votes[i] = null;
        }

        var cids = new string[canonical.Length];
        Cid.OfRaw([.. canonical.Select(bytes => (ReadOnlyMemory<byte>)bytes)], cids);
        for (int i = 0; i < votes.Length; i++) envelopes[i] = votes[i] is { } vote ? new Envelope(vote, canonical[i], cids[i]) : null;
    }

    /// <summary>An envelope that was accepted before, from its canonical bytes; the clock is not asked again.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was stored.</exception>
    public static Envelope ReadStored(ReadOnlyMemory<byte> canonical) => ReadStored(canonical, out _);

    /// <summary>As the other, with the <c>hash</c> that the envelope states.</summary>
    public static Envelope ReadStored(ReadOnlyMemory<byte> canonical, out Hash32 statedId)
    {
        statedId = default;
        if (Parts.Parse(canonical, stored: true) is { } parts
            && MessageTypes.Find(parts.Types) is { } types
            && MessageDigest.DomainSeparator(parts.Domain) is { } separator
            && TextOf(parts.Root, "hash") is { } hash && Hash32.TryParse(hash, out statedId)
            && MessageDigest.Of(types, parts.Message, separator) is { } id) return new Envelope(parts, types, id);
        throw new InvalidDataException("A stored envelope can not be read: the database was altered or damaged; restore a backup.");
    }

    /// <summary>A text field of the message; null when it is absent or no text.</summary>
    public string? Text(string name) => Ordinary is { } vote && vote.TryText(name, out string? text) ? text : TextOf(Message, name);

    /// <summary>Whether a field of the message is absent or a text of at most so many characters.</summary>
    public bool IsTextUpTo(string name, int length) =>
        Ordinary is { } vote && vote.TryText(name, out string? text)
            ? text is null || text.Length <= length
            : !Message.TryGetProperty(name, out var value) || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= length);

    /// <summary>A number field of the message; null when it is absent or not a whole number of 64 bits.</summary>
    public long? Number(string name) =>
        Message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    private static bool IsTimely(long timestamp, DateTimeOffset now)
    {
        long seconds = now.ToUnixTimeSeconds();
        return timestamp >= seconds - (long)MaxAge.TotalSeconds && timestamp <= seconds + (long)MaxAhead.TotalSeconds;
    }

    private static bool IsOurDomain(JsonElement domain) =>
        TextOf(domain, "name") == DomainName && TextOf(domain, "version") == DomainVersion;

    // ENS normalisation of the names that spaces have here; an id with a colon names another network and is kept as it is.
    private static bool IsNormal(string space, MessageKind kind)
    {
        if (!kind.NeedsSpace() && space.Length == 0) return true;
        if (space.Length is 0 or > 100) return false;
        return space.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_' or ':' || (c > 127 && !char.IsUpper(c)));
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // JSON.stringify({address, sig, hash, data}) with data as sent but for types.EIP712Domain.
    private static byte[] Write(Parts parts, Hash32 id)
    {
        var output = new ArrayBufferWriter<byte>(2048);
        output.Write("{\"address\":"u8);
        SnapshotJson.Write(parts.Root.GetProperty("address"), output);
        output.Write(",\"sig\":"u8);
        SnapshotJson.Write(parts.Root.GetProperty("sig"), output);
        output.Write(",\"hash\":"u8);
        SnapshotJson.WriteString(id.ToString(), output);
        output.Write(",\"data\":{"u8);
        bool first = true;
        foreach (var property in parts.Root.GetProperty("data").EnumerateObject())
        {
            if (!first) output.Write(","u8);
            first = false;
            SnapshotJson.WriteString(property.Name, output);
            output.Write(":"u8);
            if (property.Name == "types") output.Write(SnapshotJson.Stringify(property.Value, omit: "EIP712Domain"));
            else SnapshotJson.Write(property.Value, output);
        }

        output.Write("}}"u8);
        return output.WrittenSpan.ToArray();
    }

    // The envelope's JSON schema: these keys, of these kinds, and no others beside address, sig and data.
    private sealed record Parts(JsonElement Root, JsonElement Domain, JsonElement Types, JsonElement Message, Address Signer, string Signature, Address From, string Space, long Timestamp)
    {
        public string? Text(string name) => TextOf(Message, name);

        public int LengthAsJavaScript() => System.Text.Encoding.UTF8.GetCharCount(SnapshotJson.Stringify(Root));

        public static Parts? Parse(ReadOnlyMemory<byte> body, bool stored = false)
        {
            // The parser leaves bytes within texts unread; what is no text at all must not surprise a later reader of it.
            if (!System.Text.Unicode.Utf8.IsValid(body.Span)) return null;
            try
            {
                var root = JsonElement.Parse(body.Span, Strict);
                return HasHalfCharacters(body.Span, root) ? null : FromRoot(root, stored);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        // A lone surrogate: JSON allows the escape, but no text has such a character. Escapes are rare, so few messages are walked.
        private static bool HasHalfCharacters(ReadOnlySpan<byte> body, JsonElement root)
        {
            if (body.IndexOf("\\u"u8) < 0) return false;
            try
            {
                SnapshotJson.Stringify(root);
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }

        private static Parts? FromRoot(JsonElement root, bool stored)
        {
            if (!(stored ? HasOnly(root, "address", "sig", "hash", "data") : HasOnly(root, "address", "sig", "data"))
                || TextOf(root, "address") is not { } address || !Address.TryParseChecksummed(address, out var signer)
                || !root.TryGetProperty("sig", out var sig) || SignatureOf(sig) is not { } signature
                || !root.TryGetProperty("data", out var data) || !HasOnly(data, "domain", "types", "message", "primaryType")
                || !data.TryGetProperty("domain", out var domain) || domain.ValueKind != JsonValueKind.Object
                || !data.TryGetProperty("types", out var types) || types.ValueKind != JsonValueKind.Object
                || !data.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object
                || TextOf(message, "from") is not { } author || !Address.TryParseChecksummed(author, out var from)
                || !message.TryGetProperty("timestamp", out var time) || time.ValueKind != JsonValueKind.Number || !time.TryGetInt64(out long timestamp)
                || SpaceOf(message) is not { } space) return null;
            return new Parts(root, domain, types, message, signer, signature, from, space, timestamp);
        }

        private static string? SpaceOf(JsonElement message) =>
            !message.TryGetProperty("space", out var value) ? ""
            : value.ValueKind == JsonValueKind.String && value.GetString() is { } space && !space.Contains(' ', StringComparison.Ordinal) ? space
            : null;

        private static string? SignatureOf(JsonElement sig) => sig.ValueKind switch
        {
            JsonValueKind.String => sig.GetString(),
            JsonValueKind.Array when sig.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String) => string.Join(',', sig.EnumerateArray().Select(part => part.GetString())),
            _ => null,
        };

        private static bool HasOnly(JsonElement json, params ReadOnlySpan<string> keys)
        {
            if (json.ValueKind != JsonValueKind.Object) return false;
            foreach (var property in json.EnumerateObject())
            {
                if (!keys.Contains(property.Name)) return false;
            }

            return true;
        }
    }
}
