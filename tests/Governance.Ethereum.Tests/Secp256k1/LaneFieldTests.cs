using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Governance.Ethereum.Secp256k1;
using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum.Tests.Secp256k1;

public class LaneFieldTests
{
    private const long Half = 1L << 51, Last = 1L << 47;

    [Fact]
    public void EightLanes_AreBigIntegersModuloP_UpToTheLastLimb()
    {
        Assert.SkipUnless(Lanes8.IsSupported, "No AVX-512 here.");
        Check<Vector512<double>, Lanes8>();
    }

    [Fact]
    public void FourLanes_AreBigIntegersModuloP_UpToTheLastLimb()
    {
        Assert.SkipUnless(Lanes4.IsSupported, "No AVX2 here.");
        Check<Vector256<double>, Lanes4>();
    }

    [Fact]
    public void NumbersWrittenToAllLanes_AreThoseWrittenOneByOne()
    {
        if (Lanes8.IsSupported) CheckWriting<Vector512<double>, Lanes8>();
        Assert.SkipUnless(Lanes4.IsSupported, "No AVX2 here.");
        CheckWriting<Vector256<double>, Lanes4>();
    }

    private static void CheckWriting<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Whatever a lane held before that is not written must not stand in the way of the others.
        var (one, all) = (Make<TVector, TLanes>(new Random(41), 2), Make<TVector, TLanes>(new Random(42), 2));
        foreach (var numbers in Numbers.Interesting(new Random(43), 2_000).Chunk(TLanes.Count))
        {
            for (int lane = 0; lane < numbers.Length; lane++)
            {
                var number = new FieldElement(Limbs.FromBigEndian(Numbers.Bytes(numbers[lane])));
                one.Set(lane, TLanes.Count, number);
                all.SetLimbs(lane, TLanes.Count, number);
            }

            all.Balance<TLanes>();
            for (int i = 0; i < 5 * TLanes.Count; i++)
            {
                if (i % TLanes.Count < numbers.Length) Unsafe.Add(ref all.First, i).ShouldBe(Unsafe.Add(ref one.First, i));
            }
        }
    }

    private static void Check<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        var random = new Random(40);
        for (int i = 0; i < 120; i++)
        {
            // c, d and e are reduced; wide may be the sum of two.
            var wide = Make<TVector, TLanes>(random, 2);
            var c = Make<TVector, TLanes>(random, 1);
            var d = Make<TVector, TLanes>(random, 1);
            var e = Make<TVector, TLanes>(random, 1);
            var r = default(LaneElement<TVector>);
            LaneField<TVector, TLanes>.Multiply(ref r, wide, c);
            Same<TVector, TLanes>(r, lane => N<TVector, TLanes>(wide, lane) * N<TVector, TLanes>(c, lane));
            LaneField<TVector, TLanes>.MultiplyMinus(ref r, wide, c, d);
            Same<TVector, TLanes>(r, lane => (N<TVector, TLanes>(wide, lane) * N<TVector, TLanes>(c, lane)) - N<TVector, TLanes>(d, lane));
            LaneField<TVector, TLanes>.TwiceMultiplyMinus(ref r, wide, c, d);
            Same<TVector, TLanes>(r, lane => 2 * ((N<TVector, TLanes>(wide, lane) * N<TVector, TLanes>(c, lane)) - N<TVector, TLanes>(d, lane)));
            LaneField<TVector, TLanes>.TwiceMultiplyMinusMultiply(ref r, wide, c, d, e);
            Same<TVector, TLanes>(r, lane => 2 * ((N<TVector, TLanes>(wide, lane) * N<TVector, TLanes>(c, lane)) - (N<TVector, TLanes>(d, lane) * N<TVector, TLanes>(e, lane))));
            LaneField<TVector, TLanes>.TwiceMultiplyMinusSquare(ref r, wide, c, d);
            Same<TVector, TLanes>(r, lane => (2 * N<TVector, TLanes>(wide, lane) * N<TVector, TLanes>(c, lane)) - BigInteger.Pow(N<TVector, TLanes>(d, lane), 2));
            LaneField<TVector, TLanes>.Square(ref r, c);
            Same<TVector, TLanes>(r, lane => BigInteger.Pow(N<TVector, TLanes>(c, lane), 2));
            LaneField<TVector, TLanes>.TripleSquare(ref r, c);
            Same<TVector, TLanes>(r, lane => 3 * BigInteger.Pow(N<TVector, TLanes>(c, lane), 2));
            LaneField<TVector, TLanes>.QuadrupleSquare(ref r, c);
            Same<TVector, TLanes>(r, lane => 4 * BigInteger.Pow(N<TVector, TLanes>(c, lane), 2));
            LaneField<TVector, TLanes>.SquareMinus(ref r, c, d, e);
            Same<TVector, TLanes>(r, lane => BigInteger.Pow(N<TVector, TLanes>(c, lane), 2) - N<TVector, TLanes>(d, lane) - N<TVector, TLanes>(e, lane));
            LaneField<TVector, TLanes>.SquareMinusTwice(ref r, c, d, e);
            Same<TVector, TLanes>(r, lane => BigInteger.Pow(N<TVector, TLanes>(c, lane), 2) - N<TVector, TLanes>(d, lane) - (2 * N<TVector, TLanes>(e, lane)));
        }
    }

    /// <summary>Limbs of the given size: the largest, the smallest, or random, so that every sum is driven to its limit.</summary>
    private static LaneElement<TVector> Make<TVector, TLanes>(Random random, int size)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        var element = default(LaneElement<TVector>);
        bool extreme = random.Next(3) == 0;
        for (int i = 0; i < 5 * TLanes.Count; i++)
        {
            // Results have a last limb of at most 2^47 + 64.
            (long low, long high) = i < 4 * TLanes.Count ? (-Half, Half - 1) : (-Last - 64, Last + 64);
            long limb = random.Next(extreme ? 2 : 4) switch { 0 => low, 1 => high, _ => random.NextInt64(low, high + 1) };
            Unsafe.Add(ref element.First, i) = size * limb;
        }
        return element;
    }

    private static BigInteger N<TVector, TLanes>(LaneElement<TVector> element, int lane)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        BigInteger number = 0;
        for (int limb = 4; limb >= 0; limb--) number = (number << 52) + (long)Unsafe.Add(ref element.First, (limb * TLanes.Count) + lane);
        return number;
    }

    private static void Same<TVector, TLanes>(LaneElement<TVector> result, Func<int, BigInteger> expected)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            Numbers.Modulo(N<TVector, TLanes>(result, lane) - expected(lane), Numbers.P).ShouldBe(BigInteger.Zero);
            Numbers.From(result.Get(lane, TLanes.Count)).ShouldBe(Numbers.Modulo(expected(lane), Numbers.P));
        }
        for (int i = 0; i < 5 * TLanes.Count; i++)
        {
            double limb = Unsafe.Add(ref result.First, i);
            if (i < 4 * TLanes.Count) limb.ShouldBeInRange(-Half, Half - 1);
            else limb.ShouldBeInRange(-Last - 64, Last + 64);
        }
    }
}
