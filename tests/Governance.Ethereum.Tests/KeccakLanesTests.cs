namespace Governance.Ethereum.Tests;

/// <summary>Many hashes at once are the hashes one by one, which stand against public vectors and the platform in <see cref="KeccakTests"/>.</summary>
public class KeccakLanesTests
{
    [Fact]
    public void EveryLength_FilledUpToTheLanes_IsTheHashOfEachMessage()
    {
        var random = new Random(1600);
        // Around each end of a block: a message of 135 bytes has its padding in one byte, one of 136 in a block of its own.
        int[] lengths = [.. Enumerable.Range(0, 2 * KeccakSponge.Rate + 3), 1_000];
        foreach (int length in lengths)
        {
            foreach (int count in (int[])[1, 2, 3, 7, 8, 9, 20])
            {
                byte[] messages = new byte[length * count];
                random.NextBytes(messages);
                var hashes = new Hash32[count];
                KeccakLanes.HashMany(messages, length, hashes);
                hashes.ShouldBe(Enumerable.Range(0, count).Select(i => Keccak256.Hash(messages.AsSpan(i * length, length))), $"{count} of {length} bytes");
            }
        }
    }

    [Fact]
    public void NothingToHash_IsNothing_AndOneAnswerEachIsRequired()
    {
        KeccakLanes.HashMany([], 10, []);
        Should.Throw<ArgumentException>(() => KeccakLanes.HashMany(new byte[30], 10, new Hash32[2]));
    }
}
