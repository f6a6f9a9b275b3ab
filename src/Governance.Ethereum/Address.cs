using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Governance.Ethereum;

/// <summary>The 20 bytes of an Ethereum account or contract.</summary>
public readonly struct Address : IEquatable<Address>, IComparable<Address>
{
    public const int Size = 20;

    /// <summary>Characters of its text: <c>0x</c> and two digits a byte.</summary>
    public const int TextLength = 2 + (2 * Size);

    private readonly Bytes20 _bytes;

    /// <exception cref="ArgumentException">Not exactly 20 bytes.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"{bytes.Length} bytes where an address has 20.", nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes in place, without a copy; valid as long as the struct that they are read from.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Bytes20, byte>(ref Unsafe.AsRef(in _bytes)), Size);

    public bool IsZero => this == default;

    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>
    /// Reads <c>0x</c> and 40 digits: all lower case, all upper case, or mixed exactly as EIP-55 mixes them.
    /// A mixed spelling with a wrong checksum is refused: somebody mistyped it.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        if (!Hex.TryParse(text, MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref address, 1)))) return false;
        var digits = text[2..];
        if (!digits.ContainsAnyInRange('A', 'F') || !digits.ContainsAnyInRange('a', 'f')) return true;
        if (address.IsSpelled(text)) return true;
        address = default;
        return false;
    }

    /// <summary>Reads only the EIP-55 spelling, as Snapshot's envelopes demand it.</summary>
    public static bool TryParseChecksummed(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        if (!Hex.TryParse(text, MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref address, 1)))) return false;
        if (address.IsSpelled(text)) return true;
        address = default;
        return false;
    }

    /// <summary>Whether each of many addresses is in the EIP-55 spelling.</summary>
    /// <param name="texts">ASCII, <c>0x</c> and 40 digits of either case each, one after another.</param>
    public static void AreChecksummed(ReadOnlySpan<byte> texts, Span<bool> answers)
    {
        const int part = 32, digitsLength = 2 * Size;
        Span<byte> digits = stackalloc byte[part * digitsLength];
        Span<Hash32> hashes = stackalloc Hash32[part];
        for (int start = 0; start < answers.Length; start += part)
        {
            int count = Math.Min(part, answers.Length - start);
            // Bit 5 makes a letter lower case and leaves a digit.
            for (int i = 0; i < count; i++)
            {
                var text = texts.Slice(((start + i) * TextLength) + 2, digitsLength);
                for (int d = 0; d < digitsLength; d++) digits[(i * digitsLength) + d] = (byte)(text[d] | 0x20);
            }

            KeccakLanes.HashMany(digits[..(count * digitsLength)], digitsLength, hashes[..count]);
            for (int i = 0; i < count; i++)
            {
                var spelled = digits.Slice(i * digitsLength, digitsLength);
                Capitalize(spelled, hashes[i]);
                answers[start + i] = spelled.SequenceEqual(texts.Slice(((start + i) * TextLength) + 2, digitsLength));
            }
        }
    }

    /// <exception cref="FormatException">The text is not an address, or its checksum is wrong.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an address (0x and 40 digits, EIP-55 checksum).");

    /// <summary>The EIP-55 spelling: a letter is upper case where the hash of the lower-case digits has a nibble of 8 or more.</summary>
    public override string ToString() => string.Create(TextLength, this, static (text, address) => address.Spell(text));

    /// <summary>The same as ASCII into <paramref name="text"/>, which holds exactly <see cref="TextLength"/>.</summary>
    public void Format(Span<byte> text)
    {
        if (text.Length != TextLength) throw new ArgumentException($"An address has {TextLength} letters.", nameof(text));
        Spell(text);
    }

    public bool Equals(Address other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    // Addresses are hash outputs already; vanity prefixes of zeros are common, so the last bytes spread better.
    public override int GetHashCode() => MemoryMarshal.Read<int>(Bytes[^4..]);

    public int CompareTo(Address other) => Bytes.SequenceCompareTo(other.Bytes);

    public static bool operator ==(Address left, Address right) => left.Equals(right);

    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    private bool IsSpelled(ReadOnlySpan<char> text)
    {
        Span<char> spelled = stackalloc char[TextLength];
        Spell(spelled);
        return spelled.SequenceEqual(text);
    }

    private void Spell(Span<char> text)
    {
        Span<byte> ascii = stackalloc byte[TextLength];
        Spell(ascii);
        Ascii.ToUtf16(ascii, text, out _);
    }

    private void Spell(Span<byte> text)
    {
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        var digits = text[2..];
        Convert.TryToHexStringLower(Bytes, digits, out _);
        Capitalize(digits, Keccak256.Hash(digits));
    }

    private static void Capitalize(Span<byte> digits, in Hash32 hash)
    {
        var nibbles = hash.Bytes;
        for (int i = 0; i < digits.Length; i++)
        {
            int nibble = i % 2 == 0 ? nibbles[i / 2] >> 4 : nibbles[i / 2] & 15;
            // A letter has bit 6, its upper case lacks bit 5; no branch, for every other letter would be guessed wrong.
            digits[i] -= (byte)(((nibble >> 3) & (digits[i] >> 6)) << 5);
        }
    }

    [InlineArray(Size)]
    private struct Bytes20
    {
        private byte _first;
    }
}
