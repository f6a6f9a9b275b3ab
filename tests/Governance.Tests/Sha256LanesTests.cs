using System.Security.Cryptography;
using Governance.Ethereum;

namespace Governance.Tests;

/// <summary>Many hashes at once are the platform's hashes, whatever the lengths and however many come together.</summary>
public sealed class Sha256LanesTests
{
    [Fact]
    public void EveryLength_FilledUpToTheLanes_IsThePlatformsHash()
    {
        var random = new Random(256);
        // Around each end of a block, and longer ones: a message of 55 bytes ends in its block, one of 56 does not.
        int[] lengths = [.. Enumerable.Range(0, 200), 1_000, 4_095, 4_096, 70_000];
        foreach (int count in (int[])[1, 2, 3, 15, 16, 17, 40])
        {
            for (int start = 0; start < lengths.Length; start++)
            {
                var messages = Enumerable.Range(0, count).Select(i => Bytes(random, lengths[(start + i) % lengths.Length])).ToArray();
                Hashes(messages).ShouldBe(messages.Select(message => new Hash32(SHA256.HashData(message))));
            }
        }
    }

    [Fact]
    public void LengthsThatDiffer_KeepTheirLanesApart()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 50)).Select(_ => Bytes(random, random.Next(2) == 0 ? random.Next(70) : random.Next(2_000))).ToArray();
            Hashes(messages).ShouldBe(messages.Select(message => new Hash32(SHA256.HashData(message))));
        }
    }

    [Fact]
    public void NothingToHash_IsNothing_AndOneAnswerEachIsRequired()
    {
        Sha256Lanes.HashMany([], []);
        Should.Throw<ArgumentException>(() => Sha256Lanes.HashMany([ReadOnlyMemory<byte>.Empty], []));
    }

    private static Hash32[] Hashes(byte[][] messages)
    {
        var hashes = new Hash32[messages.Length];
        Sha256Lanes.HashMany([.. messages.Select(message => (ReadOnlyMemory<byte>)message)], hashes);
        return hashes;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
