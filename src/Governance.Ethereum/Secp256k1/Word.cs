using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Governance.Ethereum.Secp256k1;

/// <summary>The three steps that every number of four 64-bit limbs is computed with. Carries are plain words: C# has no carry flag.</summary>
internal static class Word
{
    /// <summary>The upper half of a·b.</summary>
    // Math.BigMul returns both halves through memory, which costs several times this pair of multiplications (a * b and this one).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong MultiplyHigh(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    /// <summary>The lower half of a·b + addend + carry, whose upper half becomes the carry; the sum fits: (2^64-1)^2 + 2(2^64-1) = 2^128-1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        unchecked
        {
            ulong high = MultiplyHigh(a, b);
            ulong low = (a * b) + addend;
            high += low < addend ? 1UL : 0UL;
            low += carry;
            carry = high + (low < carry ? 1UL : 0UL);
            return low;
        }
    }

    /// <summary>a + b + carry (0 or 1) modulo 2^64; the carry becomes what overflowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Add(ulong a, ulong b, ref ulong carry)
    {
        unchecked
        {
            ulong partial = a + carry;
            ulong sum = partial + b;
            carry = (partial < carry ? 1UL : 0UL) + (sum < b ? 1UL : 0UL);
            return sum;
        }
    }

    /// <summary>a - b - borrow (0 or 1) modulo 2^64; the borrow becomes 1 where the result wrapped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Subtract(ulong a, ulong b, ref ulong borrow)
    {
        unchecked
        {
            ulong partial = a - b;
            ulong difference = partial - borrow;
            borrow = (a < b ? 1UL : 0UL) + (partial < borrow ? 1UL : 0UL);
            return difference;
        }
    }
}
