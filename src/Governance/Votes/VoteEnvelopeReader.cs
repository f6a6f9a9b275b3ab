using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Governance.Ethereum;
using Governance.Messages;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// Reads stored votes fast: straight from the bytes into EIP-712 words, with no JSON tree. It takes only the ordinary form (known keys
/// once, Snapshot's two-key domain, fields of their own JSON type); whatever else goes the long way through <see cref="Envelope"/>, so
/// there is one meaning and two speeds. Keeps buffers: one for each thread.
/// </summary>
public sealed partial class VoteEnvelopeReader
{
    private const int MaxFields = 16;
    private const int MaxKnownTypes = 128;

    // 0x and two digits a byte. Signatures of other lengths are a contract's or joined ones: rare, the long way.
    private const int AddressLength = 42, HashLength = 66, SignatureLength = 132;

    private readonly Dictionary<Hash32, MessageTypes?> _types = [];
    private readonly Dictionary<string, (byte[]? Text, Hash32 Hash)> _hashed = new(StringComparer.Ordinal);
    private byte[] _lastTypes = [];
    private MessageTypes? _lastFound;
    private string _space = "", _proposal = "";
    private byte[] _text = new byte[8_192];

    /// <exception cref="InvalidDataException">The bytes are no envelope of the gate.</exception>
    /// <returns>Null when it is a message of another kind.</returns>
    public VoteEnvelope? Read(ReadOnlyMemory<byte> canonical)
    {
        if (TryReadOrdinary(canonical.Span) is { } vote) return vote;
        var envelope = Envelope.ReadStored(canonical, out var statedId);
        return VoteEnvelope.Of(envelope, statedId);
    }

    /// <summary>The vote, where the bytes are one in the ordinary form; else null, which says nothing about them.</summary>
    public VoteEnvelope? TryReadOrdinary(ReadOnlySpan<byte> canonical)
    {
        try
        {
            return TryReadFast(canonical, out var vote) ? vote : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Only the fast way; false says nothing about the bytes but that they are not in the ordinary form.</summary>
    internal bool TryReadFast(ReadOnlySpan<byte> json, [NotNullWhen(true)] out VoteEnvelope? vote)
    {
        vote = null;
        var known = new KnownJson(json);
        if (!known.Take("{\"address\":\""u8) || !known.Take(AddressLength, out var signerText) || !Address.TryParseChecksummed(signerText, out var signer)
            || !known.Take("\",\"sig\":\""u8) || !known.Take(SignatureLength, out var signatureText) || !TrySignature(signatureText, out var signature)
            || !known.Take("\",\"hash\":\""u8) || !known.Take(HashLength, out var hashText) || !Hash32.TryParse(hashText, out var stated)
            || !known.Take("\",\"data\":{\"domain\":{\"name\":\"snapshot\",\"version\":\"0.1.4\"},\"types\":"u8)
            || !TryTypes(ref known, out var types) || !types.Kind.IsVote()
            || !known.Take(",\"message\":"u8) || !known.Rest.EndsWith("}}"u8)) return false;
        var reader = new Utf8JsonReader(known.Rest[..^2]);
        var fields = new Fields { SignerText = signerText, Signer = signer };
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !TryMessage(ref reader, types, ref fields)
            || reader.TokenType != JsonTokenType.EndObject || reader.Read()) return false;
        vote = new VoteEnvelope(fields.Id, stated, types.Kind, signer, fields.From, _space, _proposal, fields.Timestamp, fields.Choice, fields.Reason, signature);
        return true;
    }

    private bool TryMessage(ref Utf8JsonReader reader, MessageTypes types, ref Fields fields)
    {
        if (types.Fields.Count > MaxFields) return false;
        Span<byte> words = stackalloc byte[32 * (types.Fields.Count + 1)];
        words.Clear();
        types.TypeHash.Bytes.CopyTo(words);
        int seen = 0;
        // Clients send the fields in the order of their type.
        for (int next = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; next++)
        {
            int i = IndexOf(ref reader, types, next);
            if (i < 0 || (seen & (1 << i)) != 0) return false;
            seen |= 1 << i;
            reader.Read();
            if (!TryField(ref reader, types.Fields[i], words.Slice(32 * (i + 1), 32), ref fields)) return false;
        }

        if (seen != (1 << types.Fields.Count) - 1) return false;
        fields.Id = MessageDigest.OfWords(words);
        return true;
    }

    private static int IndexOf(ref Utf8JsonReader reader, MessageTypes types, int expected)
    {
        if (expected < types.Fields.Count && reader.ValueTextEquals(types.Fields[expected].Utf8Name)) return expected;
        for (int i = 0; i < types.Fields.Count; i++)
        {
            if (reader.ValueTextEquals(types.Fields[i].Utf8Name)) return i;
        }

        return -1;
    }

    private bool TryField(ref Utf8JsonReader reader, MessageTypes.Field field, scoped Span<byte> word, ref Fields fields)
    {
        switch (field.Type)
        {
            case MessageTypes.FieldType.UInt32 or MessageTypes.FieldType.UInt64:
                ulong max = field.Type == MessageTypes.FieldType.UInt32 ? uint.MaxValue : (ulong)long.MaxValue;
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong number) || number > max) return false;
                BinaryPrimitives.WriteUInt64BigEndian(word[24..], number);
                if (field.Name == "timestamp") fields.Timestamp = (long)number;
                else if (field.Name == "choice") fields.Choice = number <= int.MaxValue ? Known((int)number) : null;
                return true;
            case MessageTypes.FieldType.UInt32s:
                return field.Name == "choice" && TryChoices(ref reader, word, out fields.Choice);
            case MessageTypes.FieldType.Texts:
                return false;
            default:
                return reader.TokenType == JsonTokenType.String && TryText(Text(ref reader), field, word, ref fields);
        }
    }

    private bool TryText(ReadOnlySpan<byte> text, MessageTypes.Field field, scoped Span<byte> word, ref Fields fields)
    {
        if (!Utf8.IsValid(text) || !Keep(text, field.Name, ref fields)) return false;
        switch (field.Type)
        {
            case MessageTypes.FieldType.Text:
                HashRepeated(text, field, word);
                return true;
            case MessageTypes.FieldType.Address:
                if (!TryAddress(text, fields, out var address)) return false;
                address.Bytes.CopyTo(word[12..]);
                return true;
            default:
                if (!Hash32.TryParse(text, out var hash)) return false;
                hash.Bytes.CopyTo(word);
                return true;
        }
    }

    // Space, proposal, app and an empty reason are the vote's before this one: hashed once.
    private void HashRepeated(ReadOnlySpan<byte> text, MessageTypes.Field field, Span<byte> word)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_hashed, field.Name, out _);
        if (last.Text is null || !text.SequenceEqual(last.Text)) last = (text.ToArray(), Keccak256.Hash(text));
        last.Hash.Bytes.CopyTo(word);
    }

    private bool Keep(ReadOnlySpan<byte> text, string name, ref Fields fields)
    {
        switch (name)
        {
            case "from": return TryAddress(text, fields, out fields.From);
            case "space": return Intern(text, ref _space);
            case "proposal": return Intern(text, ref _proposal);
            case "reason":
                fields.Reason = text.IsEmpty ? "" : Encoding.UTF8.GetString(text);
                return true;
            case "choice":
                fields.Choice = Known(Encoding.UTF8.GetString(text));
                return fields.Choice is not null;
            default: return true;
        }
    }

    // Nearly every vote has the types of the one before, which end where their last bracket closes.
    private bool TryTypes(ref KnownJson known, [NotNullWhen(true)] out MessageTypes? types)
    {
        types = _lastFound;
        if (types is not null && known.Take(_lastTypes)) return true;
        var reader = new Utf8JsonReader(known.Rest, isFinalBlock: false, default);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.TrySkip() || !known.Take((int)reader.BytesConsumed, out var json)) return false;
        types = Find(json);
        return types is not null;
    }

    private MessageTypes? Find(ReadOnlySpan<byte> json)
    {
        var hash = new Hash32(System.Security.Cryptography.SHA256.HashData(json));
        if (!_types.TryGetValue(hash, out var found))
        {
            if (_types.Count >= MaxKnownTypes) _types.Clear();
            _types[hash] = found = MessageTypes.Find(hash);
        }

        (_lastTypes, _lastFound) = (json.ToArray(), found);
        return found;
    }

    private ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;
        if (_text.Length < reader.ValueSpan.Length) _text = new byte[reader.ValueSpan.Length];
        return _text.AsSpan(0, reader.CopyString(_text));
    }

    // Votes of one proposal name the same space and proposal over and over.
    private static bool Intern(ReadOnlySpan<byte> text, ref string known)
    {
        if (!Ascii.Equals(text, known)) known = Encoding.UTF8.GetString(text);
        return true;
    }

    // Mostly the signer himself: his spelling was checked.
    private static bool TryAddress(ReadOnlySpan<byte> text, in Fields fields, out Address address)
    {
        address = fields.Signer;
        return text.SequenceEqual(fields.SignerText) || Address.TryParseChecksummed(text, out address);
    }

    private static bool TrySignature(ReadOnlySpan<byte> text, out Signature? signature)
    {
        Span<byte> bytes = stackalloc byte[65];
        bool isHex = Hex.TryParse(text, bytes);
        signature = isHex && Signature.TryParse(bytes, out var parsed, out _) ? parsed : null;
        return isHex;
    }

    private ref struct Fields
    {
        public ReadOnlySpan<byte> SignerText;
        public Address Signer;
        public Hash32 Id;
        public Address From;
        public long Timestamp;
        public Choice? Choice;
        public string Reason = "";

        public Fields()
        {
        }
    }
}
