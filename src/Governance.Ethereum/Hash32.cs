using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum;

/// <summary>32 bytes: a keccak-256 hash, a block hash, a digest, a <c>bytes32</c> word.</summary>
public readonly struct Hash32 : IEquatable<Hash32>, IComparable<Hash32>
{
    public const int Size = 32;

    /// <summary>Characters of its text: <c>0x</c> and two digits a byte.</summary>
    public const int TextLength = 2 + (2 * Size);

    private readonly Bytes32 _bytes;

    /// <exception cref="ArgumentException">Not exactly 32 bytes.</exception>
    public Hash32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"{bytes.Length} bytes where a hash has 32.", nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes in place, without a copy; valid as long as the struct that they are read from.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Bytes32, byte>(ref Unsafe.AsRef(in _bytes)), Size);

    public bool IsZero => this == default;

    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Reads <c>0x</c> and 64 digits of either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash32 hash)
    {
        hash = default;
        return Hex.TryParse(text, MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref hash, 1)));
    }

    /// <summary>The same of ASCII text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Hash32 hash)
    {
        hash = default;
        return Hex.TryParse(text, MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref hash, 1)));
    }

    /// <exception cref="FormatException">The text is not <c>0x</c> and 64 digits.</exception>
    public static Hash32 Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException($"'{text}' is not 0x and 64 hexadecimal digits.");

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Hex.Format(Bytes);

    public bool Equals(Hash32 other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is Hash32 other && Equals(other);

    public override int GetHashCode() => MemoryMarshal.Read<int>(Bytes);

    /// <summary>As the texts compare: byte by byte from the first.</summary>
    public int CompareTo(Hash32 other) => Bytes.SequenceCompareTo(other.Bytes);

    public static bool operator ==(Hash32 left, Hash32 right) => left.Equals(right);

    public static bool operator !=(Hash32 left, Hash32 right) => !left.Equals(right);

    public static bool operator <(Hash32 left, Hash32 right) => left.CompareTo(right) < 0;

    public static bool operator >(Hash32 left, Hash32 right) => left.CompareTo(right) > 0;

    public static bool operator <=(Hash32 left, Hash32 right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Hash32 left, Hash32 right) => left.CompareTo(right) >= 0;

    [InlineArray(Size)]
    private struct Bytes32
    {
        private byte _first;
    }
}
