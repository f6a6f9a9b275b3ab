using System.Buffers;
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
public sealed class VoteEnvelopeReader
{
    private const int MaxFields = 16;
    private const int MaxKnownTypes = 128;
    private const int MaxKnownChoices = 4_096;

    private static ReadOnlySpan<byte> PlainDomain => "{\"name\":\"snapshot\",\"version\":\"0.1.4\"}"u8;

    private readonly Dictionary<Hash32, MessageTypes?> _types = [];
    private readonly Dictionary<string, Choice> _choices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[]? Text, Hash32 Hash)> _hashed = new(StringComparer.Ordinal);
    private byte[] _lastTypes = [];
    private MessageTypes? _lastFound;
    private string _space = "", _proposal = "";
    private byte[] _text = new byte[8_192];

    /// <exception cref="InvalidDataException">The bytes are no envelope of the gate.</exception>
    /// <returns>Null when it is a message of another kind.</returns>
    public VoteEnvelope? Read(ReadOnlyMemory<byte> canonical)
    {
        try
        {
            if (TryReadFast(canonical.Span, out var vote)) return vote;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not the ordinary form: the long way says what it is.
        }

        var envelope = Envelope.ReadStored(canonical, out var statedId);
        return VoteEnvelope.Of(envelope, statedId);
    }

    /// <summary>Only the fast way; false says nothing about the bytes but that they are not in the ordinary form.</summary>
    internal bool TryReadFast(ReadOnlySpan<byte> json, [NotNullWhen(true)] out VoteEnvelope? vote)
    {
        vote = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !NextText(ref reader, "address"u8) || !TryAddress(reader.ValueSpan, out var signer)
            || !NextText(ref reader, "sig"u8)) return false;
        var signature = SignatureOf(reader.ValueSpan, out bool isHex);
        if (!isHex || !NextText(ref reader, "hash"u8) || !TryHash(reader.ValueSpan, out var stated)
            || !NextKey(ref reader, "data"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !NextKey(ref reader, "domain"u8) || !Raw(ref reader, json).SequenceEqual(PlainDomain)
            || !NextKey(ref reader, "types"u8) || Find(Raw(ref reader, json)) is not { } types || !types.Kind.IsVote()
            || !NextKey(ref reader, "message"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var fields = new Fields();
        if (!TryMessage(ref reader, types, ref fields)
            || !reader.Read() || reader.TokenType != JsonTokenType.EndObject || !reader.Read() || reader.TokenType != JsonTokenType.EndObject || reader.Read()) return false;
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
                if (!TryAddress(text, out var address)) return false;
                address.Bytes.CopyTo(word[12..]);
                return true;
            default:
                if (!TryHash(text, out var hash)) return false;
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
            case "from": return TryAddress(text, out fields.From);
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

    private static bool TryChoices(ref Utf8JsonReader reader, scoped Span<byte> word, out Choice? choice)
    {
        choice = null;
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
        choice = Choice.Of(choices);
        return true;
    }

    private Choice Known(int choice)
    {
        var text = choice < 64 ? SmallNumbers[choice] : choice.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (_choices.TryGetValue(text, out var known)) return known;
        return Remember(text, Choice.Of(choice));
    }

    // The text that vote-string signs; null sends it the long way, which says what is wrong.
    private Choice? Known(string text)
    {
        var key = "text " + text;
        if (_choices.TryGetValue(key, out var known)) return known;
        return VoteEnvelope.ChoiceOf(text) is { } choice ? Remember(key, choice) : null;
    }

    private Choice Remember(string key, Choice choice)
    {
        if (_choices.Count >= MaxKnownChoices) _choices.Clear();
        return _choices[key] = choice;
    }

    private static readonly string[] SmallNumbers = [.. Enumerable.Range(0, 64).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private MessageTypes? Find(ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual(_lastTypes)) return _lastFound;
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

    private static bool NextKey(ref Utf8JsonReader reader, ReadOnlySpan<byte> key) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(key);

    private static bool NextText(ref Utf8JsonReader reader, ReadOnlySpan<byte> key) =>
        NextKey(ref reader, key) && reader.Read() && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped;

    private static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static bool TryAddress(ReadOnlySpan<byte> text, out Address address)
    {
        address = default;
        Span<char> chars = stackalloc char[42];
        return text.Length == 42 && Ascii.ToUtf16(text, chars, out _) == OperationStatus.Done && Address.TryParseChecksummed(chars, out address);
    }

    private static bool TryHash(ReadOnlySpan<byte> text, out Hash32 hash)
    {
        hash = default;
        Span<char> chars = stackalloc char[66];
        return text.Length == 66 && Ascii.ToUtf16(text, chars, out _) == OperationStatus.Done && Hash32.TryParse(chars, out hash);
    }

    private static Signature? SignatureOf(ReadOnlySpan<byte> text, out bool isHex)
    {
        Span<char> chars = stackalloc char[132];
        Span<byte> bytes = stackalloc byte[65];
        // Other lengths are a contract's or joined ones: rare, the long way.
        isHex = text.Length == 132 && Ascii.ToUtf16(text, chars, out _) == OperationStatus.Done && Hex.TryParse(chars, bytes);
        return isHex && Signature.TryParse(bytes, out var signature, out _) ? signature : null;
    }

    private struct Fields
    {
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
