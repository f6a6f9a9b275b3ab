using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>
/// The EIP-712 digest of a message of the gate, which is also its id. All gate types are flat, so the words are laid out straight from
/// the JSON and hashed once, with no general typed-data tree.
/// </summary>
internal static class MessageDigest
{
    // 0x1901, the domain's hash and the message's.
    private const int PreimageSize = 2 + (2 * Hash32.Size);

    // As many as are worth room on the stack at once.
    private const int Part = 32;

    private static readonly Hash32 PlainDomainType = Keccak256.Hash("EIP712Domain(string name,string version)"u8);
    private static readonly Hash32 PlainSeparator = Separate(PlainDomainType, [Text(Envelope.DomainName), Text(Envelope.DomainVersion)]);

    /// <summary>keccak(0x1901 ‖ domain separator ‖ hashStruct(message)); null where a field is missing or not of its type.</summary>
    public static Hash32? Of(MessageTypes types, JsonElement message, Hash32 domainSeparator)
    {
        var words = new byte[32 * (types.Fields.Count + 1)];
        types.TypeHash.Bytes.CopyTo(words);
        for (int i = 0; i < types.Fields.Count; i++)
        {
            var field = types.Fields[i];
            if (!message.TryGetProperty(field.Name, out var value) || !TryEncode(field.Type, value, words.AsSpan(32 * (i + 1), 32))) return null;
        }

        return OfWords(words, domainSeparator);
    }

    /// <summary>The digests of many messages of one type set under Snapshot's own domain, each from its type hash and fields, 32 bytes each.</summary>
    /// <param name="words">Message after message.</param>
    /// <param name="length">Bytes of each message.</param>
    public static void OfWords(ReadOnlySpan<byte> words, int length, Span<Hash32> digests)
    {
        KeccakLanes.HashMany(words, length, digests);
        for (int start = 0; start < digests.Length; start += Part) OfStructs(digests.Slice(start, Math.Min(Part, digests.Length - start)));
    }

    private static void OfStructs(Span<Hash32> hashes)
    {
        Span<byte> preimages = stackalloc byte[Part * PreimageSize];
        for (int i = 0; i < hashes.Length; i++) WritePreimage(PlainSeparator, hashes[i], preimages.Slice(i * PreimageSize, PreimageSize));
        KeccakLanes.HashMany(preimages[..(hashes.Length * PreimageSize)], PreimageSize, hashes);
    }

    private static Hash32 OfWords(ReadOnlySpan<byte> words, in Hash32 domainSeparator)
    {
        Span<byte> preimage = stackalloc byte[PreimageSize];
        WritePreimage(domainSeparator, Keccak256.Hash(words), preimage);
        return Keccak256.Hash(preimage);
    }

    private static void WritePreimage(in Hash32 domainSeparator, in Hash32 structHash, Span<byte> preimage)
    {
        (preimage[0], preimage[1]) = (0x19, 0x01);
        domainSeparator.Bytes.CopyTo(preimage[2..]);
        structHash.Bytes.CopyTo(preimage[(2 + Hash32.Size)..]);
    }

    /// <summary>
    /// The separator of the domain as it was sent: its type is built from the keys present, in EIP-712's order. Some wallets add chainId.
    /// Null where a key is unknown or a value is not of its type.
    /// </summary>
    public static Hash32? DomainSeparator(JsonElement domain)
    {
        int keys = domain.EnumerateObject().Count();
        if (keys == 2) return PlainSeparator;
        var type = new StringBuilder("EIP712Domain(string name,string version");
        List<byte[]> words = [Text(Envelope.DomainName), Text(Envelope.DomainVersion)];
        if (domain.TryGetProperty("chainId", out var chainId))
        {
            var word = new byte[32];
            if (!TryUInt(chainId, ulong.MaxValue, word)) return null;
            type.Append(",uint256 chainId");
            words.Add(word);
        }

        if (!AppendFixed(domain, "verifyingContract", "address", MessageTypes.FieldType.Address, type, words)
            || !AppendFixed(domain, "salt", "bytes32", MessageTypes.FieldType.Bytes32, type, words)
            || words.Count != keys) return null;
        return Separate(Keccak256.Hash(Encoding.UTF8.GetBytes(type.Append(')').ToString())), words);
    }

    private static bool AppendFixed(JsonElement domain, string key, string typeName, MessageTypes.FieldType fieldType, StringBuilder type, List<byte[]> words)
    {
        if (!domain.TryGetProperty(key, out var value)) return true;
        var word = new byte[32];
        if (!TryEncode(fieldType, value, word)) return false;
        type.Append(CultureInfo.InvariantCulture, $",{typeName} {key}");
        words.Add(word);
        return true;
    }

    private static Hash32 Separate(Hash32 typeHash, IEnumerable<byte[]> words) =>
        Keccak256.Hash([.. typeHash.Bytes, .. words.SelectMany(word => word)]);

    private static byte[] Text(string text) => Keccak256.Hash(Encoding.UTF8.GetBytes(text)).ToArray();

    private static bool TryEncode(MessageTypes.FieldType type, JsonElement value, Span<byte> word) => type switch
    {
        MessageTypes.FieldType.Text => TryText(value, word),
        MessageTypes.FieldType.Address => TryAddress(value, word),
        MessageTypes.FieldType.Bytes32 => value.ValueKind == JsonValueKind.String && Hex.TryParse(value.GetString(), word),
        MessageTypes.FieldType.UInt32 => TryUInt(value, uint.MaxValue, word),
        MessageTypes.FieldType.UInt64 => TryUInt(value, ulong.MaxValue, word),
        MessageTypes.FieldType.UInt32s => TryArray(MessageTypes.FieldType.UInt32, value, word),
        MessageTypes.FieldType.Texts => TryArray(MessageTypes.FieldType.Text, value, word),
        _ => false,
    };

    private static bool TryText(JsonElement value, Span<byte> word)
    {
        if (value.ValueKind != JsonValueKind.String) return false;
        var text = value.GetString()!;
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> utf8 = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, utf8);
        Keccak256.Hash(utf8, word);
        return true;
    }

    private static bool TryAddress(JsonElement value, Span<byte> word)
    {
        if (value.ValueKind != JsonValueKind.String || !Address.TryParse(value.GetString(), out var address)) return false;
        word[..12].Clear();
        address.Bytes.CopyTo(word[12..]);
        return true;
    }

    // Wallets and ethers take whole numbers as JSON numbers, decimal text or 0x text.
    private static bool TryUInt(JsonElement value, ulong max, Span<byte> word)
    {
        ulong number;
        bool read = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetUInt64(out number),
            JsonValueKind.String => TryNumberText(value.GetString()!, out number),
            _ => (number = 0) != 0,
        };
        if (!read || number > max) return false;
        word.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(word[24..], number);
        return true;
    }

    private static bool TryNumberText(string text, out ulong number) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryArray(MessageTypes.FieldType element, JsonElement value, Span<byte> word)
    {
        if (value.ValueKind != JsonValueKind.Array) return false;
        var words = new byte[32 * value.GetArrayLength()];
        int i = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (!TryEncode(element, item, words.AsSpan(32 * i++, 32))) return false;
        }

        Keccak256.Hash(words, word);
        return true;
    }
}
