using static System.Numerics.BitOperations;

namespace Governance.Ethereum;

/// <summary>keccak-f[1600] (FIPS 202, section 3.2), one round unrolled over 25 locals.</summary>
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
    internal static void Permute(ref KeccakState state)
    {
        ulong ba = state[0], be = state[1], bi = state[2], bo = state[3], bu = state[4];
        ulong ga = state[5], ge = state[6], gi = state[7], go = state[8], gu = state[9];
        ulong ka = state[10], ke = state[11], ki = state[12], ko = state[13], ku = state[14];
        ulong ma = state[15], me = state[16], mi = state[17], mo = state[18], mu = state[19];
        ulong sa = state[20], se = state[21], si = state[22], so = state[23], su = state[24];
        foreach (ulong roundConstant in RoundConstants)
        {
            ulong ca = ba ^ ga ^ ka ^ ma ^ sa;
            ulong ce = be ^ ge ^ ke ^ me ^ se;
            ulong ci = bi ^ gi ^ ki ^ mi ^ si;
            ulong co = bo ^ go ^ ko ^ mo ^ so;
            ulong cu = bu ^ gu ^ ku ^ mu ^ su;
            ulong xa = cu ^ RotateLeft(ce, 1);
            ulong xe = ca ^ RotateLeft(ci, 1);
            ulong xi = ce ^ RotateLeft(co, 1);
            ulong xo = ci ^ RotateLeft(cu, 1);
            ulong xu = co ^ RotateLeft(ca, 1);

            // Row 0 of the next state
            ulong tba = ba ^ xa;
            ulong tbe = RotateLeft(ge ^ xe, 44);
            ulong tbi = RotateLeft(ki ^ xi, 43);
            ulong tbo = RotateLeft(mo ^ xo, 21);
            ulong tbu = RotateLeft(su ^ xu, 14);
            // Row 1 of the next state
            ulong tga = RotateLeft(bo ^ xo, 28);
            ulong tge = RotateLeft(gu ^ xu, 20);
            ulong tgi = RotateLeft(ka ^ xa, 3);
            ulong tgo = RotateLeft(me ^ xe, 45);
            ulong tgu = RotateLeft(si ^ xi, 61);
            // Row 2 of the next state
            ulong tka = RotateLeft(be ^ xe, 1);
            ulong tke = RotateLeft(gi ^ xi, 6);
            ulong tki = RotateLeft(ko ^ xo, 25);
            ulong tko = RotateLeft(mu ^ xu, 8);
            ulong tku = RotateLeft(sa ^ xa, 18);
            // Row 3 of the next state
            ulong tma = RotateLeft(bu ^ xu, 27);
            ulong tme = RotateLeft(ga ^ xa, 36);
            ulong tmi = RotateLeft(ke ^ xe, 10);
            ulong tmo = RotateLeft(mi ^ xi, 15);
            ulong tmu = RotateLeft(so ^ xo, 56);
            // Row 4 of the next state
            ulong tsa = RotateLeft(bi ^ xi, 62);
            ulong tse = RotateLeft(go ^ xo, 55);
            ulong tsi = RotateLeft(ku ^ xu, 39);
            ulong tso = RotateLeft(ma ^ xa, 41);
            ulong tsu = RotateLeft(se ^ xe, 2);

            ba = tba ^ (~tbe & tbi) ^ roundConstant;
            be = tbe ^ (~tbi & tbo);
            bi = tbi ^ (~tbo & tbu);
            bo = tbo ^ (~tbu & tba);
            bu = tbu ^ (~tba & tbe);
            ga = tga ^ (~tge & tgi);
            ge = tge ^ (~tgi & tgo);
            gi = tgi ^ (~tgo & tgu);
            go = tgo ^ (~tgu & tga);
            gu = tgu ^ (~tga & tge);
            ka = tka ^ (~tke & tki);
            ke = tke ^ (~tki & tko);
            ki = tki ^ (~tko & tku);
            ko = tko ^ (~tku & tka);
            ku = tku ^ (~tka & tke);
            ma = tma ^ (~tme & tmi);
            me = tme ^ (~tmi & tmo);
            mi = tmi ^ (~tmo & tmu);
            mo = tmo ^ (~tmu & tma);
            mu = tmu ^ (~tma & tme);
            sa = tsa ^ (~tse & tsi);
            se = tse ^ (~tsi & tso);
            si = tsi ^ (~tso & tsu);
            so = tso ^ (~tsu & tsa);
            su = tsu ^ (~tsa & tse);
        }

        state[0] = ba; state[1] = be; state[2] = bi; state[3] = bo; state[4] = bu;
        state[5] = ga; state[6] = ge; state[7] = gi; state[8] = go; state[9] = gu;
        state[10] = ka; state[11] = ke; state[12] = ki; state[13] = ko; state[14] = ku;
        state[15] = ma; state[16] = me; state[17] = mi; state[18] = mo; state[19] = mu;
        state[20] = sa; state[21] = se; state[22] = si; state[23] = so; state[24] = su;
    }
}
