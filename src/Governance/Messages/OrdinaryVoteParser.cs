using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>
/// Parses votes of the ordinary form (known keys once, Snapshot's two-key domain, fields of their own JSON type): straight from the bytes into
/// EIP-712 words, with no JSON tree. Keeps buffers.
/// </summary>
/// <param name="hashes">Takes what is left to hash: the words, and the spellings of addresses.</param>
internal sealed class OrdinaryVoteParser(VoteHashes hashes)
{
    private const int MaxFields = 16;
    private const int MaxKnownTypes = 128;

    // 0x and two digits a byte. Signatures of other lengths are a contract's or joined ones: rare, the long way.
    private const int SignatureLength = 132;

    private static readonly Hash32 NoText = Keccak256.Hash([]);

    private static readonly string[] SmallNumbers = [.. Enumerable.Range(0, 64).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private readonly Dictionary<Hash32, MessageTypes?> _types = [];
    private readonly Dictionary<string, (byte[]? Text, Hash32 Hash)> _hashed = new(StringComparer.Ordinal);
    private byte[] _lastTypes = [];
    private MessageTypes? _lastFound;
    private string _space = "", _proposal = "", _app = "", _metadata = "";
    private byte[] _text = new byte[8_192];

    /// <summary>The vote without its id, which <see cref="VoteHashes"/> computes; null where the bytes are none in the ordinary form.</summary>
    /// <param name="isPosted">As a client sends it, spelled as its canonical bytes spell it; else as it is stored, with its hash.</param>
    public OrdinaryVote? TryParse(ReadOnlySpan<byte> json, bool isPosted)
    {
        hashes.Begin();
        try
        {
            if (!TryParse(json, isPosted, out var vote)) return null;
            hashes.Commit();
            return vote;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool TryParse(ReadOnlySpan<byte> json, bool isPosted, [NotNullWhen(true)] out OrdinaryVote? vote)
    {
        vote = null;
        Hash32 stated = default;
        var known = new KnownJson(json);
        if (!known.Take("{\"address\":\""u8) || !known.Take(Address.TextLength, out var signerText) || !TryAddress(signerText, out var signer)
            || !known.Take("\",\"sig\":\""u8) || !known.Take(SignatureLength, out var signatureText) || !TrySignature(signatureText, out byte[]? signature)
            || !known.Take("\","u8)) return false;
        if (!isPosted && (!known.Take("\"hash\":\""u8) || !known.Take(Hash32.TextLength, out var hashText) || !Hash32.TryParse(hashText, out stated) || !known.Take("\","u8))) return false;
        if (!known.Take("\"data\":{\"domain\":{\"name\":\"snapshot\",\"version\":\"0.1.4\"},\"types\":"u8)
            || !TryTypes(ref known, out var types) || !types.Kind.IsVote()
            || !known.Take(",\"message\":"u8) || !known.Rest.EndsWith("}}"u8) || (isPosted && !IsStringified(known.Rest))) return false;
        var reader = new Utf8JsonReader(known.Rest[..^2]);
        var fields = new Fields { SignerText = signerText, Signer = signer };
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !TryMessage(ref reader, types, ref fields)
            || reader.TokenType != JsonTokenType.EndObject || reader.Read()) return false;
        vote = new OrdinaryVote(stated, types.Kind, signer, fields.From, _space, _proposal, fields.Timestamp, fields.Choice, fields.Reason, fields.App, fields.Metadata,
            signature, Signature.TryParse(signature, out var parsed, out _) ? parsed : null);
        return true;
    }

    // No space between values, and only the escapes that JSON.stringify writes in their one spelling. Asked of the message: what stands before it
    // was compared with what is known.
    private static bool IsStringified(ReadOnlySpan<byte> json)
    {
        bool inText = false;
        while (true)
        {
            int at = inText ? json.IndexOfAny((byte)'"', (byte)'\\') : json.IndexOfAny("\" \t\r\n"u8);
            if (at < 0) return !inText;
            if (json[at] == '\\')
            {
                if (at + 1 >= json.Length || !"\"\\bfnrt"u8.Contains(json[at + 1])) return false;
                at++;
            }
            else if (json[at] == '"')
            {
                inText = !inText;
            }
            else
            {
                return false;
            }

            json = json[(at + 1)..];
        }
    }

    private bool TryMessage(ref Utf8JsonReader reader, MessageTypes types, ref Fields fields)
    {
        if (types.Fields.Count > MaxFields) return false;
        var words = hashes.Words(types.Fields.Count + 1);
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

        return seen == (1 << types.Fields.Count) - 1;
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
                else if (field.Name == "choice") fields.Choice = number < 64 ? SmallNumbers[number] : number.ToString(CultureInfo.InvariantCulture);
                return true;
            case MessageTypes.FieldType.UInt32s:
                return field.Name == "choice" && TryChoices(ref reader, word, out fields.Choice);
            case MessageTypes.FieldType.Texts:
                return false;
            default:
                return reader.TokenType == JsonTokenType.String && TryText(Text(ref reader), field, word, ref fields);
        }
    }

    private static bool TryChoices(ref Utf8JsonReader reader, scoped Span<byte> word, out string choice)
    {
        choice = "";
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var choices = new List<int>();
        var words = new ArrayBufferWriter<byte>(320);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt32(out int number) || number < 0) return false;
            choices.Add(number);
            var one = words.GetSpan(32)[..32];
            one.Clear();
            BinaryPrimitives.WriteInt32BigEndian(one[28..], number);
            words.Advance(32);
        }

        if (reader.TokenType != JsonTokenType.EndArray) return false;
        Keccak256.Hash(words.WrittenSpan, word);
        choice = $"[{string.Join(',', choices)}]";
        return true;
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

    // Space, proposal and app are the vote's before this one, and most reasons are empty: hashed once.
    private void HashRepeated(ReadOnlySpan<byte> text, MessageTypes.Field field, Span<byte> word)
    {
        if (text.IsEmpty)
        {
            NoText.Bytes.CopyTo(word);
            return;
        }

        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_hashed, field.Name, out _);
        if (last.Text is null || !text.SequenceEqual(last.Text)) last = (text.ToArray(), Keccak256.Hash(text));
        last.Hash.Bytes.CopyTo(word);
    }

    private bool Keep(ReadOnlySpan<byte> text, string name, ref Fields fields)
    {
        switch (name)
        {
            case "from": return TryAddress(text, fields, out fields.From);
            case "space":
                Known(text, ref _space);
                return true;
            case "proposal":
                Known(text, ref _proposal);
                return true;
            case "reason":
                fields.Reason = text.IsEmpty ? "" : Encoding.UTF8.GetString(text);
                return true;
            case "app":
                fields.App = Known(text, ref _app);
                return true;
            case "metadata":
                fields.Metadata = Known(text, ref _metadata);
                return true;
            case "choice":
                fields.Choice = Encoding.UTF8.GetString(text);
                return true;
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
    private static string Known(ReadOnlySpan<byte> text, ref string known)
    {
        if (!Ascii.Equals(text, known)) known = Encoding.UTF8.GetString(text);
        return known;
    }

    // Mostly the signer himself.
    private bool TryAddress(ReadOnlySpan<byte> text, in Fields fields, out Address address)
    {
        address = fields.Signer;
        return text.SequenceEqual(fields.SignerText) || TryAddress(text, out address);
    }

    private bool TryAddress(ReadOnlySpan<byte> text, out Address address)
    {
        Span<byte> bytes = stackalloc byte[Address.Size];
        address = default;
        if (!Hex.TryParse(text, bytes)) return false;
        address = new Address(bytes);
        hashes.AddSpelling(text);
        return true;
    }

    private static bool TrySignature(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? signature)
    {
        signature = new byte[65];
        return Hex.TryParse(text, signature);
    }

    private ref struct Fields
    {
        public ReadOnlySpan<byte> SignerText;
        public Address Signer;
        public Address From;
        public long Timestamp;
        public string Choice = "";
        public string? Reason, App, Metadata;

        public Fields()
        {
        }
    }
}
