using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>
/// The type gate: the 79 EIP-712 type sets that Snapshot's sequencer accepts, found by sha256 of <c>JSON.stringify(types)</c> without
/// <c>EIP712Domain</c>. A type set outside the table would let somebody sign one meaning and store another.
/// </summary>
public sealed class MessageTypes
{
    // Clients send a type set in one spelling; the bounds are on what others could make us remember.
    private const int MaxSpellings = 512, MaxSpelling = 4_096;

    private static readonly FrozenDictionary<Hash32, MessageTypes> Gate = Load();

    /// <summary>Type sets by their very text, which is found without being hashed again.</summary>
    private static readonly ConcurrentDictionary<string, MessageTypes> Spellings = new(StringComparer.Ordinal);

    private MessageTypes(MessageKind kind, Hash32 typeHash, IReadOnlyList<Field> fields)
    {
        Kind = kind;
        TypeHash = typeHash;
        Fields = fields;
    }

    public MessageKind Kind { get; }

    public Hash32 TypeHash { get; }

    /// <summary>What is hashed, in order.</summary>
    public IReadOnlyList<Field> Fields { get; }

    public static int Count => Gate.Count;

    /// <summary>The type set with this JSON; null when it is not in the gate.</summary>
    public static MessageTypes? Find(JsonElement types)
    {
        if (types.ValueKind != JsonValueKind.Object) return null;
        var text = types.GetRawText();
        if (Spellings.TryGetValue(text, out var known)) return known;
        var canonical = SnapshotJson.Stringify(types, omit: "EIP712Domain");
        if (!Gate.TryGetValue(new Hash32(SHA256.HashData(canonical)), out var found)) return null;
        if (Spellings.Count < MaxSpellings && text.Length <= MaxSpelling) Spellings.TryAdd(text, found);
        return found;
    }

    /// <summary>By sha256 of the types' canonical JSON.</summary>
    internal static MessageTypes? Find(Hash32 canonicalHash) => Gate.GetValueOrDefault(canonicalHash);

    private static FrozenDictionary<Hash32, MessageTypes> Load()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("snapshot-types.tsv")!);
        var gate = new Dictionary<Hash32, MessageTypes>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split('\t');
            // One hash has no pre-image in the public history: nobody can send it, so nothing is lost without it.
            if (!columns[2].Contains(" from", StringComparison.Ordinal)) continue;
            gate.Add(Hash32.Parse("0x" + columns[0]), Parse(MessageKinds.Parse(columns[1]), columns[2]));
        }

        return gate.ToFrozenDictionary();
    }

    private static MessageTypes Parse(MessageKind kind, string encoded)
    {
        int open = encoded.IndexOf('(', StringComparison.Ordinal);
        var fields = encoded[(open + 1)..^1].Split(',').Select(field => field.Split(' ')).Select(f => new Field(f[1], Type(f[0]))).ToArray();
        return new MessageTypes(kind, Keccak256.Hash(Encoding.UTF8.GetBytes(encoded)), fields);
    }

    private static FieldType Type(string name) => name switch
    {
        "string" => FieldType.Text,
        "string[]" => FieldType.Texts,
        "address" => FieldType.Address,
        "bytes32" => FieldType.Bytes32,
        "uint32" => FieldType.UInt32,
        "uint32[]" => FieldType.UInt32s,
        "uint64" => FieldType.UInt64,
        _ => throw new InvalidOperationException($"The type gate's table has the type {name}, which the digest does not know."),
    };

    public sealed record Field(string Name, FieldType Type)
    {
        internal byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
    }

    public enum FieldType
    {
        Text,
        Texts,
        Address,
        Bytes32,
        UInt32,
        UInt32s,
        UInt64,
    }
}
