using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum.Tests.Secp256k1;

public class BatchRecoveryTests
{
    private const string ExpectedLanes = "GOVERNANCE_EXPECTED_LANES";

    [Fact]
    public void Recovers_AsTheReferenceLibrary_OnEveryPath_InBatchesOfEverySize()
    {
        var random = new Random(50);
        foreach (int count in (int[])[0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 63, 64, 65, 127, 128, 129, 300])
            RecoveryPaths.CheckAll([.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? Samples.Unsigned(random) : Samples.Signed(random))]);
    }

    /// <summary>
    /// 100,000 signatures, half of them random numbers, on all cores; every tenth once more by itself. A million, and each of them by itself too,
    /// when GOVERNANCE_FULL_DIFFERENTIAL is 1.
    /// </summary>
    [Fact]
    public void RecoverManyParallel_IsTheReferenceLibrary_OnVeryMany()
    {
        const int part = 20_000;
        bool isFull = Environment.GetEnvironmentVariable("GOVERNANCE_FULL_DIFFERENTIAL") == "1";
        int count = isFull ? 1_000_000 : 100_000, alone = isFull ? 1 : 10;
        var (digests, signatures, expected) = (new Hash32[part], new Signature[part], new Address?[part]);
        var (signers, recovered) = (new Address[part], new bool[part]);
        for (int done = 0; done < count; done += part)
        {
            int seed = done;
            Parallel.For(0, part / 100, hundred =>
            {
                var random = new Random(seed + hundred);
                for (int i = hundred * 100; i < (hundred + 1) * 100; i++)
                {
                    (digests[i], signatures[i]) = i % 2 == 0 ? Samples.Signed(random) : Samples.Unsigned(random);
                    expected[i] = Samples.Expected(digests[i], signatures[i]);
                }
            });
            PublicKeyRecovery.RecoverManyParallel(digests, signatures, signers, recovered, TestContext.Current.CancellationToken);
            Parallel.For(0, part / alone, one =>
            {
                int i = one * alone;
                if (RecoveryTests.Recover(digests[i], signatures[i]) != expected[i]) Assert.Fail($"alone, seed {seed}, {i}: digest {digests[i]}, signature {signatures[i]}");
            });
            for (int i = 0; i < part; i++)
                if ((recovered[i] ? signers[i] : (Address?)null) != expected[i]) Assert.Fail($"seed {seed}, {i}: digest {digests[i]}, signature {signatures[i]}");
        }
    }

    [Fact]
    public void RecoverMany_AllocatesNothing()
    {
        var random = new Random(51);
        var (digests, signatures) = (new Hash32[1000], new Signature[1000]);
        for (int i = 0; i < digests.Length; i++) (digests[i], signatures[i]) = Samples.Signed(random);
        var (signers, recovered) = (new Address[1000], new bool[1000]);
        // The first makes the tables and the block's memory.
        PublicKeyRecovery.RecoverMany(digests, signatures, signers, recovered);
        PublicKeyRecovery.TryRecover(digests[0], signatures[0], out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        PublicKeyRecovery.RecoverMany(digests, signatures, signers, recovered);
        for (int i = 0; i < 100; i++) PublicKeyRecovery.TryRecover(digests[i], signatures[i], out _);
        // Returning the memory to its pool may cost the pool a node, not each signature anything.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    [Fact]
    public void Refuses_SpansOfDifferentLengths() =>
        Should.Throw<ArgumentException>(() => PublicKeyRecovery.RecoverMany(new Hash32[2], new Signature[2], new Address[2], new bool[1]));

    /// <summary>The runs of <see cref="PortablePathTests"/> forbid instructions; this tells that they were heard.</summary>
    [Fact]
    public void Lanes_AreAsManyAsTheRunAllows()
    {
        int lanes = Lanes8.IsSupported ? Lanes8.Count : Lanes4.IsSupported ? Lanes4.Count : 1;
        string? expected = Environment.GetEnvironmentVariable(ExpectedLanes);
        if (expected is not null) lanes.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
        lanes.ShouldBeOneOf(1, 4, 8);
    }
}
