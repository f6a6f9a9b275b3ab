using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Governance.Ethereum;

/// <summary>
/// keccak-f[1600] (FIPS 202, section 3.2), one round unrolled over 25 locals; written once, of one state or of several side by side.
/// </summary>
internal static class KeccakPermutation
{
    /// <summary>The constants of step iota, one for each of the 24 rounds.</summary>
    internal static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>
    /// Lane (x, y) is the local named by its row y (b, g, k, m, s) and column x (a, e, i, o, u), the names of the reference code.
    /// theta: every lane is xored with its x-value, the parity of two neighbouring columns. rho and pi: it is rotated and moves from (x, y) to
    /// (y, 2x + 3y). chi: a row's lane becomes a ^ (~b &amp; c) of itself and the next two. iota: the round constant enters lane (0, 0).
    /// </summary>
    /// <param name="state">25 lanes, lane x + 5y.</param>
    internal static void Permute<TLane, TOps>(Span<TLane> state) where TLane : struct where TOps : IKeccakLane<TLane>
    {
        _ = state[24];
        TLane ba = state[0], be = state[1], bi = state[2], bo = state[3], bu = state[4];
        TLane ga = state[5], ge = state[6], gi = state[7], go = state[8], gu = state[9];
        TLane ka = state[10], ke = state[11], ki = state[12], ko = state[13], ku = state[14];
        TLane ma = state[15], me = state[16], mi = state[17], mo = state[18], mu = state[19];
        TLane sa = state[20], se = state[21], si = state[22], so = state[23], su = state[24];
        foreach (ulong roundConstant in RoundConstants)
        {
            var ca = TOps.Xor(TOps.Xor(ba, ga, ka), ma, sa);
            var ce = TOps.Xor(TOps.Xor(be, ge, ke), me, se);
            var ci = TOps.Xor(TOps.Xor(bi, gi, ki), mi, si);
            var co = TOps.Xor(TOps.Xor(bo, go, ko), mo, so);
            var cu = TOps.Xor(TOps.Xor(bu, gu, ku), mu, su);
            var xa = TOps.Xor(cu, TOps.Rotate(ce, 1));
            var xe = TOps.Xor(ca, TOps.Rotate(ci, 1));
            var xi = TOps.Xor(ce, TOps.Rotate(co, 1));
            var xo = TOps.Xor(ci, TOps.Rotate(cu, 1));
            var xu = TOps.Xor(co, TOps.Rotate(ca, 1));

            // Row 0 of the next state
            var tba = TOps.Xor(ba, xa);
            var tbe = TOps.Rotate(TOps.Xor(ge, xe), 44);
            var tbi = TOps.Rotate(TOps.Xor(ki, xi), 43);
            var tbo = TOps.Rotate(TOps.Xor(mo, xo), 21);
            var tbu = TOps.Rotate(TOps.Xor(su, xu), 14);
            // Row 1 of the next state
            var tga = TOps.Rotate(TOps.Xor(bo, xo), 28);
            var tge = TOps.Rotate(TOps.Xor(gu, xu), 20);
            var tgi = TOps.Rotate(TOps.Xor(ka, xa), 3);
            var tgo = TOps.Rotate(TOps.Xor(me, xe), 45);
            var tgu = TOps.Rotate(TOps.Xor(si, xi), 61);
            // Row 2 of the next state
            var tka = TOps.Rotate(TOps.Xor(be, xe), 1);
            var tke = TOps.Rotate(TOps.Xor(gi, xi), 6);
            var tki = TOps.Rotate(TOps.Xor(ko, xo), 25);
            var tko = TOps.Rotate(TOps.Xor(mu, xu), 8);
            var tku = TOps.Rotate(TOps.Xor(sa, xa), 18);
            // Row 3 of the next state
            var tma = TOps.Rotate(TOps.Xor(bu, xu), 27);
            var tme = TOps.Rotate(TOps.Xor(ga, xa), 36);
            var tmi = TOps.Rotate(TOps.Xor(ke, xe), 10);
            var tmo = TOps.Rotate(TOps.Xor(mi, xi), 15);
            var tmu = TOps.Rotate(TOps.Xor(so, xo), 56);
            // Row 4 of the next state
            var tsa = TOps.Rotate(TOps.Xor(bi, xi), 62);
            var tse = TOps.Rotate(TOps.Xor(go, xo), 55);
            var tsi = TOps.Rotate(TOps.Xor(ku, xu), 39);
            var tso = TOps.Rotate(TOps.Xor(ma, xa), 41);
            var tsu = TOps.Rotate(TOps.Xor(se, xe), 2);

            ba = TOps.Xor(TOps.Chi(tba, tbe, tbi), TOps.Constant(roundConstant));
            be = TOps.Chi(tbe, tbi, tbo);
            bi = TOps.Chi(tbi, tbo, tbu);
            bo = TOps.Chi(tbo, tbu, tba);
            bu = TOps.Chi(tbu, tba, tbe);
            ga = TOps.Chi(tga, tge, tgi);
            ge = TOps.Chi(tge, tgi, tgo);
            gi = TOps.Chi(tgi, tgo, tgu);
            go = TOps.Chi(tgo, tgu, tga);
            gu = TOps.Chi(tgu, tga, tge);
            ka = TOps.Chi(tka, tke, tki);
            ke = TOps.Chi(tke, tki, tko);
            ki = TOps.Chi(tki, tko, tku);
            ko = TOps.Chi(tko, tku, tka);
            ku = TOps.Chi(tku, tka, tke);
            ma = TOps.Chi(tma, tme, tmi);
            me = TOps.Chi(tme, tmi, tmo);
            mi = TOps.Chi(tmi, tmo, tmu);
            mo = TOps.Chi(tmo, tmu, tma);
            mu = TOps.Chi(tmu, tma, tme);
            sa = TOps.Chi(tsa, tse, tsi);
            se = TOps.Chi(tse, tsi, tso);
            si = TOps.Chi(tsi, tso, tsu);
            so = TOps.Chi(tso, tsu, tsa);
            su = TOps.Chi(tsu, tsa, tse);
        }

        state[0] = ba; state[1] = be; state[2] = bi; state[3] = bo; state[4] = bu;
        state[5] = ga; state[6] = ge; state[7] = gi; state[8] = go; state[9] = gu;
        state[10] = ka; state[11] = ke; state[12] = ki; state[13] = ko; state[14] = ku;
        state[15] = ma; state[16] = me; state[17] = mi; state[18] = mo; state[19] = mu;
        state[20] = sa; state[21] = se; state[22] = si; state[23] = so; state[24] = su;
    }
}

/// <summary>What the permutation does with a lane of 64 bits, or with that lane of several states.</summary>
internal interface IKeccakLane<TLane>
{
    static abstract TLane Constant(ulong number);

    static abstract TLane Xor(TLane a, TLane b);

    static abstract TLane Xor(TLane a, TLane b, TLane c);

    static abstract TLane Rotate(TLane lane, [ConstantExpected] byte left);

    /// <summary>a ^ (~b &amp; c).</summary>
    static abstract TLane Chi(TLane a, TLane b, TLane c);
}

/// <summary>The lanes of one state.</summary>
internal readonly struct KeccakLane : IKeccakLane<ulong>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Constant(ulong number) => number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b, ulong c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Rotate(ulong lane, [ConstantExpected] byte left) => BitOperations.RotateLeft(lane, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Chi(ulong a, ulong b, ulong c) => a ^ (~b & c);
}
