using System.Numerics;
using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// 1/x modulo an odd prime by division steps (Bernstein and Yang 2019, "safegcd"), variable time. A step halves g, after first making it
/// even by adding f, or by swapping: (f, g) -> (g, (g - f)/2). Only the lowest bits of f and g decide, so 62 steps are first done on words,
/// as a matrix (u v; q r), which is then applied to the whole numbers. Beside f and g run d and e with f = d·x, g = e·x (mod m); when g is
/// zero, f is ±1 and d is ±1/x. Numbers are five signed limbs of 62 bits. Wraps on purpose (unchecked).
/// </summary>
internal static partial class ModularInverse
{
    private const ulong LimbMask = ulong.MaxValue >> 2;

    /// <summary>62 division steps, scaled by 2^62: u·f + v·g and q·f + r·g are multiples of 2^62.</summary>
    private struct Matrix
    {
        internal long U, V, Q, R;
    }

    /// <summary>1/x for 0 &lt; x &lt; m; zero stays zero.</summary>
    internal static Limbs Compute(in Limbs x, Modulus modulus)
    {
        Signed62 d = default, e = default, f = modulus.Number, g = Signed62.From(x);
        e[0] = 1;
        long eta = -1;
        int length = 5;
        while (true)
        {
            var matrix = DivisionSteps(ref eta, unchecked((ulong)f[0]), unchecked((ulong)g[0]));
            ApplyModulo(ref d, ref e, matrix, modulus);
            Apply(ref f, ref g, matrix, length);
            long rest = 0;
            for (int i = 0; i < length; i++) rest |= g[i];
            if (rest == 0) break;
            length = Shorten(ref f, ref g, length);
        }
        return Normalize(d, isNegative: f[length - 1] < 0, modulus);
    }

    private static Matrix DivisionSteps(ref long eta, ulong f, ulong g)
    {
        unchecked
        {
            ulong u = 1, v = 0, q = 0, r = 1;
            int left = 62;
            long distance = eta;
            while (true)
            {
                // All zero bits of g are halvings at once, up to the steps that are left.
                int zeros = BitOperations.TrailingZeroCount(g | (ulong.MaxValue << left));
                g >>= zeros;
                u <<= zeros;
                v <<= zeros;
                distance -= zeros;
                left -= zeros;
                if (left == 0) break;
                if (distance < 0)
                {
                    distance = -distance;
                    (f, g) = (g, 0 - f);
                    (u, q) = (q, 0 - u);
                    (v, r) = (r, 0 - v);
                }
                // g + w·f clears as many low bits as may be cleared before the next swap: w = -g/f. 1/f is 3f xor 2 modulo 32, and a Newton step makes that 10 bits.
                int bits = (int)Math.Min(Math.Min(distance + 1, left), 10);
                ulong inverse = (3 * f) ^ 2;
                inverse *= 2 - (f * inverse);
                ulong w = (0 - (g * inverse)) & (ulong.MaxValue >> (64 - bits));
                g += f * w;
                q += u * w;
                r += v * w;
            }
            eta = distance;
            return new Matrix { U = (long)u, V = (long)v, Q = (long)q, R = (long)r };
        }
    }

    /// <summary>(f, g) = matrix · (f, g) / 2^62, exactly.</summary>
    private static void Apply(ref Signed62 f, ref Signed62 g, in Matrix t, int length)
    {
        var sumF = default(Accumulator);
        var sumG = default(Accumulator);
        sumF.Add(t.U, f[0]);
        sumF.Add(t.V, g[0]);
        sumG.Add(t.Q, f[0]);
        sumG.Add(t.R, g[0]);
        sumF.Shift();
        sumG.Shift();
        for (int i = 1; i < length; i++)
        {
            long oldF = f[i], oldG = g[i];
            sumF.Add(t.U, oldF);
            sumF.Add(t.V, oldG);
            sumG.Add(t.Q, oldF);
            sumG.Add(t.R, oldG);
            f[i - 1] = sumF.Shift();
            g[i - 1] = sumG.Shift();
        }
        f[length - 1] = sumF.Rest;
        g[length - 1] = sumG.Rest;
    }

    /// <summary>(d, e) = matrix · (d, e) / 2^62 modulo m: multiples of m are added that make the low 62 bits zero and keep both in -2m..m.</summary>
    private static void ApplyModulo(ref Signed62 d, ref Signed62 e, in Matrix t, Modulus modulus)
    {
        unchecked
        {
            long signD = d[4] >> 63, signE = e[4] >> 63;
            long timesD = (t.U & signD) + (t.V & signE);
            long timesE = (t.Q & signD) + (t.R & signE);
            var sumD = default(Accumulator);
            var sumE = default(Accumulator);
            sumD.Add(t.U, d[0]);
            sumD.Add(t.V, e[0]);
            sumE.Add(t.Q, d[0]);
            sumE.Add(t.R, e[0]);
            timesD -= (long)(((modulus.Inverse * sumD.Low) + (ulong)timesD) & LimbMask);
            timesE -= (long)(((modulus.Inverse * sumE.Low) + (ulong)timesE) & LimbMask);
            sumD.Add(modulus.Number[0], timesD);
            sumE.Add(modulus.Number[0], timesE);
            sumD.Shift();
            sumE.Shift();
            for (int i = 1; i < 5; i++)
            {
                long oldD = d[i], oldE = e[i];
                sumD.Add(t.U, oldD);
                sumD.Add(t.V, oldE);
                sumE.Add(t.Q, oldD);
                sumE.Add(t.R, oldE);
                sumD.Add(modulus.Number[i], timesD);
                sumE.Add(modulus.Number[i], timesE);
                d[i - 1] = sumD.Shift();
                e[i - 1] = sumE.Shift();
            }
            d[4] = sumD.Rest;
            e[4] = sumE.Rest;
        }
    }

    /// <summary>Drops the top limb once it is nothing but the sign of both.</summary>
    private static int Shorten(ref Signed62 f, ref Signed62 g, int length)
    {
        long topF = f[length - 1], topG = g[length - 1];
        if (length == 1 || (topF ^ (topF >> 63)) != 0 || (topG ^ (topG >> 63)) != 0) return length;
        f[length - 2] |= unchecked((long)((ulong)topF << 62));
        g[length - 2] |= unchecked((long)((ulong)topG << 62));
        return length - 1;
    }

    /// <summary>±d, from -2m..m into 0..m-1.</summary>
    private static Limbs Normalize(Signed62 d, bool isNegative, Modulus modulus)
    {
        if (d[4] < 0) AddModulus(ref d, modulus);
        if (isNegative)
        {
            for (int i = 0; i < 5; i++) d[i] = -d[i];
            Carry(ref d);
        }
        if (d[4] < 0) AddModulus(ref d, modulus);
        return d.ToLimbs();
    }

    private static void AddModulus(ref Signed62 d, Modulus modulus)
    {
        for (int i = 0; i < 5; i++) d[i] += modulus.Number[i];
        Carry(ref d);
    }

    private static void Carry(ref Signed62 d)
    {
        for (int i = 0; i < 4; i++)
        {
            d[i + 1] += d[i] >> 62;
            d[i] &= (long)LimbMask;
        }
    }

    /// <summary>A signed sum of products in 128 bits.</summary>
    private struct Accumulator
    {
        private ulong _low;
        private long _high;

        internal readonly ulong Low => _low;

        /// <summary>What is left when all limbs are out: one limb.</summary>
        internal readonly long Rest => unchecked((long)_low);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(long a, long b)
        {
            unchecked
            {
                // The signed upper half from the unsigned one: a negative factor counts 2^64 too much.
                long high = (long)Word.MultiplyHigh((ulong)a, (ulong)b) - ((a >> 63) & b) - ((b >> 63) & a);
                ulong low = (ulong)(a * b);
                _low += low;
                _high += high + (_low < low ? 1 : 0);
            }
        }

        /// <summary>Takes out the lowest limb.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal long Shift()
        {
            unchecked
            {
                long limb = (long)(_low & LimbMask);
                _low = (_low >> 62) | ((ulong)_high << 2);
                _high >>= 62;
                return limb;
            }
        }
    }
}
