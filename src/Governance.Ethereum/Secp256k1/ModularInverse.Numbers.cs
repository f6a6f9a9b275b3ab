using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <content>The numbers that division steps work on.</content>
internal static partial class ModularInverse
{
    /// <summary>Five limbs of 62 bits, the last one with the sign.</summary>
    internal struct Signed62
    {
        private long _limb0, _limb1, _limb2, _limb3, _limb4;

        /// <summary>Limb 0 to 4; unchecked, because every index here counts limbs.</summary>
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        internal ref long this[int limb]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref Unsafe.Add(ref _limb0, limb);
        }

        internal static Signed62 From(in Limbs limbs) => new()
        {
            _limb0 = (long)(limbs.L0 & LimbMask),
            _limb1 = (long)(((limbs.L0 >> 62) | (limbs.L1 << 2)) & LimbMask),
            _limb2 = (long)(((limbs.L1 >> 60) | (limbs.L2 << 4)) & LimbMask),
            _limb3 = (long)(((limbs.L2 >> 58) | (limbs.L3 << 6)) & LimbMask),
            _limb4 = (long)(limbs.L3 >> 56),
        };

        internal readonly Limbs ToLimbs() => unchecked(new Limbs(
            (ulong)_limb0 | ((ulong)_limb1 << 62),
            ((ulong)_limb1 >> 2) | ((ulong)_limb2 << 60),
            ((ulong)_limb2 >> 4) | ((ulong)_limb3 << 58),
            ((ulong)_limb3 >> 6) | ((ulong)_limb4 << 56)));
    }

    /// <summary>An odd modulus and its inverse modulo 2^62.</summary>
    internal sealed class Modulus
    {
        internal Signed62 Number;
        internal readonly ulong Inverse;

        internal Modulus(in Limbs number)
        {
            Number = Signed62.From(number);
            // Newton: each round doubles the correct low bits, and an odd number is its own inverse modulo 8.
            ulong inverse = number.L0;
            for (int bits = 3; bits < 62; bits *= 2) inverse = unchecked(inverse * (2 - (number.L0 * inverse)));
            Inverse = inverse & LimbMask;
        }
    }
}
