using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Governance;

/// <summary>
/// Voting power: a whole number of token base units, 0 to 2^256 - 1. Every operation is checked: what does not fit throws
/// <see cref="OverflowException"/>, because a wrapped count is worse than none.
/// </summary>
public readonly record struct VotingPower(UInt128 High, UInt128 Low) : IComparable<VotingPower>
{
    /// <summary>Bytes of the stored form: big-endian, so that databases order it by comparing bytes.</summary>
    public const int Size = 32;

    /// <summary>Digits of the largest.</summary>
    public const int MaxDigits = 78;

    public static readonly VotingPower Zero;
    public static readonly VotingPower One = new(0, 1);

    /// <summary>
    /// The most that one vote may have, 2^160 - 1: so large that no token reaches it, so small that the counts of 2^32 votes stay within 256
    /// bits in every voting system.
    /// </summary>
    public static readonly VotingPower MaxOfVote = new(uint.MaxValue, UInt128.MaxValue);

    public bool IsZero => High == 0 && Low == 0;

    public static VotingPower FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"{bytes.Length} bytes where voting power has {Size}.", nameof(bytes));
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <exception cref="OverflowException">Negative, or 2^256 or more.</exception>
    public static VotingPower FromBigInteger(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes.Clear();
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > Size)
            throw new OverflowException($"{value} is not a voting power: it must be at least 0 and below 2^256.");
        value.TryWriteBytes(bytes[(Size - value.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
        return FromBytes(bytes);
    }

    public BigInteger ToBigInteger() => ((BigInteger)High << 128) + Low;

    public static implicit operator VotingPower(ulong value) => new(0, value);

    public static VotingPower FromUInt64(ulong value) => value;

    public static VotingPower operator +(VotingPower left, VotingPower right)
    {
        var low = unchecked(left.Low + right.Low);
        var carry = low < left.Low ? UInt128.One : UInt128.Zero;
        return new(checked(left.High + right.High + carry), low);
    }

    public static VotingPower operator -(VotingPower left, VotingPower right)
    {
        var low = unchecked(left.Low - right.Low);
        var borrow = left.Low < right.Low ? UInt128.One : UInt128.Zero;
        return new(checked(left.High - right.High - borrow), low);
    }

    public static VotingPower Add(VotingPower left, VotingPower right) => left + right;

    public static VotingPower Subtract(VotingPower left, VotingPower right) => left - right;

    /// <summary>The same amount written with more decimals: exact, never down (protocol/migration rule 1).</summary>
    /// <param name="from">Decimals that this number has.</param>
    /// <param name="to">Decimals wanted, at least <paramref name="from"/>.</param>
    public VotingPower WithDecimals(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        return from == to ? this : FromBigInteger(ToBigInteger() * BigInteger.Pow(10, to - from));
    }

    public int CompareTo(VotingPower other)
    {
        int high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    public static bool operator <(VotingPower left, VotingPower right) => left.CompareTo(right) < 0;

    public static bool operator >(VotingPower left, VotingPower right) => left.CompareTo(right) > 0;

    public static bool operator <=(VotingPower left, VotingPower right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VotingPower left, VotingPower right) => left.CompareTo(right) >= 0;

    /// <summary>Reads decimal digits only: no sign, no spaces, no exponent.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, out VotingPower value)
    {
        value = Zero;
        if (digits.IsEmpty || digits.Length > MaxDigits || digits.ContainsAnyExceptInRange('0', '9')) return false;
        var number = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (number.GetByteCount(isUnsigned: true) > Size) return false;
        value = FromBigInteger(number);
        return true;
    }

    /// <summary>The exact base units in decimal.</summary>
    public override string ToString() =>
        High == 0 ? Low.ToString(CultureInfo.InvariantCulture) : ToBigInteger().ToString(CultureInfo.InvariantCulture);

    /// <summary>The same as ASCII; the answer is the number of digits.</summary>
    /// <exception cref="ArgumentException">There is no room: <see cref="MaxDigits"/> is always enough.</exception>
    public int Format(Span<byte> digits)
    {
        if (High == 0) return Low.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture) ? written : throw new ArgumentException("No room for the digits.", nameof(digits));
        return Encoding.ASCII.GetBytes(ToString(), digits);
    }
}
