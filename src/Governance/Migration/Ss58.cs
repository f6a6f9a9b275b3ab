using System.Numerics;
using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>
/// The spelling of Substrate accounts (SS58): base58 of prefix, 32-byte public key and the first two bytes of a BLAKE2b checksum. The prefix
/// says for which network it was written (Phala 30, Polkadot 0, any Substrate chain 42); the account is the key, whatever the prefix.
/// </summary>
public static class Ss58
{
    /// <summary>The largest prefix that two bytes hold.</summary>
    public const int MaxPrefix = 16_383;

    private const int ChecksumSize = 2;
    private const int MaxLength = 60;
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    // The format reserves these two.
    private static readonly int[] Reserved = [46, 47];

    /// <summary>Spells a key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is none.</exception>
    public static string Format(Hash32 publicKey, int prefix)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, MaxPrefix);
        byte[] body = [.. PrefixBytes(prefix), .. publicKey.Bytes];
        return Base58([.. body, .. Checksum(body)]);
    }

    /// <summary>Reads a spelling of a 32-byte key with a right checksum, of whatever network.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash32 publicKey, out int prefix)
    {
        (publicKey, prefix) = (default, 0);
        if (FromBase58(text) is not { Length: > Hash32.Size + ChecksumSize } bytes) return false;
        int prefixSize = bytes[0] < 64 ? 1 : bytes[0] < 128 ? 2 : 0;
        if (prefixSize == 0 || bytes.Length != prefixSize + Hash32.Size + ChecksumSize) return false;
        var body = bytes.AsSpan(0, prefixSize + Hash32.Size);
        if (!Checksum(body).SequenceEqual(bytes.AsSpan(body.Length))) return false;
        prefix = prefixSize == 1 ? bytes[0] : ((bytes[0] & 0x3f) << 2) | (bytes[1] >> 6) | ((bytes[1] & 0x3f) << 8);
        // Each prefix has one spelling: the short ones in one byte.
        if ((prefixSize == 2 && prefix < 64) || Reserved.Contains(prefix)) return false;
        publicKey = new Hash32(body[prefixSize..]);
        return true;
    }

    // Two bytes hold 14 bits: the low 8 shifted over both, the high 6 at the end.
    private static byte[] PrefixBytes(int prefix) =>
        prefix < 64 ? [(byte)prefix] : [(byte)(((prefix & 0xfc) >> 2) | 0x40), (byte)((prefix >> 8) | ((prefix & 3) << 6))];

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> body) => Blake2b.Hash([.. "SS58PRE"u8, .. body]).AsSpan(0, ChecksumSize);

    private static string Base58(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var digits = new Stack<char>();
        for (; !number.IsZero; number /= Alphabet.Length) digits.Push(Alphabet[(int)(number % Alphabet.Length)]);
        for (int i = 0; i < bytes.Length && bytes[i] == 0; i++) digits.Push(Alphabet[0]);
        return new string([.. digits]);
    }

    private static byte[]? FromBase58(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength) return null;
        var number = BigInteger.Zero;
        foreach (char c in text)
        {
            int digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) return null;
            number = (number * Alphabet.Length) + digit;
        }

        int zeros = text.Length - text.TrimStart(Alphabet[0]).Length;
        var rest = number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[zeros], .. rest];
    }
}
