using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Governance.Ethereum;

/// <summary>
/// EIP-712's hashStruct for a type known in advance, without JSON and without allocating: give it the type hash and room for the words,
/// append the members in their order, finish.
/// <code>
/// var vote = new StructHasher(VoteTypeHash, stackalloc byte[StructHasher.Size(members: 8)]);
/// vote.AppendString(from);
/// …
/// var digest = StructHasher.Digest(domainSeparator, vote.Finish());
/// </code>
/// </summary>
public ref struct StructHasher
{
    private readonly Span<byte> _words;
    private int _written;

    /// <param name="typeHash">keccak of the type's encodeType.</param>
    /// <param name="words">At least <see cref="Size"/> bytes; overwritten.</param>
    /// <exception cref="ArgumentException">Too little room, here or at any append.</exception>
    public StructHasher(in Hash32 typeHash, Span<byte> words)
    {
        _words = words;
        Append(typeHash);
    }

    /// <summary>Bytes that a struct of so many members takes: its type hash and one word each.</summary>
    public static int Size(int members) => Hash32.Size * (members + 1);

    /// <summary>keccak(0x1901 ‖ domainSeparator ‖ structHash): what is signed.</summary>
    [SkipLocalsInit]
    public static Hash32 Digest(in Hash32 domainSeparator, in Hash32 structHash)
    {
        Span<byte> bytes = stackalloc byte[2 + (2 * Hash32.Size)];
        bytes[0] = 0x19;
        bytes[1] = 0x01;
        domainSeparator.Bytes.CopyTo(bytes[2..]);
        structHash.Bytes.CopyTo(bytes[(2 + Hash32.Size)..]);
        return Keccak256.Hash(bytes);
    }

    /// <summary>A bytes32, or the hash of a struct, an array, a string or bytes.</summary>
    public void Append(in Hash32 word) => word.Bytes.CopyTo(Next());

    /// <summary>An address.</summary>
    public void Append(in Address address)
    {
        var word = Next();
        word[..12].Clear();
        address.Bytes.CopyTo(word[12..]);
    }

    /// <summary>A uint of any width up to 64 bits, or a bool as 0 or 1.</summary>
    public void Append(ulong number)
    {
        var word = Next();
        word[..24].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(word[24..], number);
    }

    /// <summary>A string: the hash of its UTF-8 bytes (a lone surrogate counts as U+FFFD, as wallets encode it).</summary>
    [SkipLocalsInit]
    public void AppendString(scoped ReadOnlySpan<char> text)
    {
        const int onStack = 512;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= onStack ? stackalloc byte[onStack] : new byte[most];
        AppendBytes(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>A string that is often the same from message to message, as the space and the proposal of many votes: hashed when it changes.</summary>
    public void AppendString(string text, ref RepeatedText previous)
    {
        if (previous.Text != text)
        {
            int place = _written;
            AppendString(text);
            previous = new RepeatedText(text, new Hash32(_words.Slice(place, Hash32.Size)));
            return;
        }
        Append(previous.Hash);
    }

    /// <summary>bytes, or a string that is UTF-8 already: their hash.</summary>
    public void AppendBytes(scoped ReadOnlySpan<byte> bytes) => Keccak256.Hash(bytes, Next());

    /// <summary>keccak of the type hash and all words.</summary>
    public readonly Hash32 Finish() => Keccak256.Hash(_words[.._written]);

    private Span<byte> Next()
    {
        if (_written + Hash32.Size > _words.Length) throw new ArgumentException("More members than there is room for.");
        var word = _words.Slice(_written, Hash32.Size);
        _written += Hash32.Size;
        return word;
    }
}

/// <summary>A text and its hash, kept from one message to the next.</summary>
public readonly struct RepeatedText
{
    internal RepeatedText(string text, in Hash32 hash)
    {
        Text = text;
        Hash = hash;
    }

    internal string? Text { get; }

    internal Hash32 Hash { get; }
}
