using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;

namespace Governance.Tests.Ledger;

/// <summary>Promise 19 of a real ledger: every inclusion proof, any two signed heads, and no proof with any one bit changed.</summary>
public sealed class GrowthTests
{
    [Fact]
    public async Task EveryMessageIsIncluded_AnyTwoHeadsAreConsistent_AndNoFlippedBitPasses()
    {
        await using var portal = await TestPortal.StartAsync();
        var heads = await FillAsync(portal, votes: 58);
        var reader = portal.Get<LedgerReader>();
        var random = new Random(19);
        int proofs = 0;
        for (int index = 0; index < heads.Count; index++)
        {
            var message = (await portal.Get<MessageStore>().FindAsync((long)index)).ShouldNotBeNull();
            var proof = (await reader.InclusionAsync(message.Id)).ShouldNotBeNull();
            var (path, root) = (proof.Path, proof.Checkpoint.Root);
            MerkleProof.VerifyInclusion(proof.LeafHash, index, heads.Count, path, root).ShouldBeTrue();
            MerkleProof.VerifyInclusion(LedgerLeaf.Hash(FlipBit(proof.Entry, random)), index, heads.Count, path, root).ShouldBeFalse();
            MerkleProof.VerifyInclusion(proof.LeafHash, index, heads.Count, path, Flip(root, random)).ShouldBeFalse();
            for (int i = 0; i < path.Count; i++) MerkleProof.VerifyInclusion(proof.LeafHash, index, heads.Count, FlipAt(path, i, random), root).ShouldBeFalse();
        }

        for (int to = 0; to < heads.Count; to++)
        {
            for (int from = 0; from <= to; from++, proofs++)
            {
                var (old, later) = (heads[from], heads[to]);
                var grown = (await reader.ConsistencyAsync(old.Size, later.Size)).ShouldNotBeNull();
                MerkleProof.VerifyConsistency(old.Size, later.Size, grown.Path, old.Root, later.Root).ShouldBeTrue($"{old.Size} to {later.Size}");
                MerkleProof.VerifyConsistency(old.Size, later.Size, grown.Path, Flip(old.Root, random), later.Root).ShouldBeFalse();
                MerkleProof.VerifyConsistency(old.Size, later.Size, grown.Path, old.Root, Flip(later.Root, random)).ShouldBeFalse();
                if (grown.Path.Count > 0) MerkleProof.VerifyConsistency(old.Size, later.Size, FlipAt(grown.Path, random.Next(grown.Path.Count), random), old.Root, later.Root).ShouldBeFalse();
            }
        }

        proofs.ShouldBe(60 * 61 / 2);
    }

    // One head for each message: they come one after another.
    private static async Task<List<Checkpoint>> FillAsync(TestPortal portal, int votes)
    {
        var proposal = await portal.OpenProposalAsync();
        var heads = new List<Checkpoint>();
        foreach (long index in (long[])[0, 1]) heads.Add((await portal.Get<LedgerStore>().BindingAsync(index)).ShouldNotBeNull());
        SigningKey[] voters = [Signers.Alice, Signers.Bob, Signers.Carol];
        for (int i = 0; i < votes; i++)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            heads.Add((await portal.AcceptAsync(SampleMessages.Vote(portal, voters[i % 3], proposal.Id, 1 + (i % 3)))).Checkpoint);
        }

        heads.Select(head => head.Size).ShouldBe(Enumerable.Range(1, votes + 2).Select(size => (long)size));
        return heads;
    }

    private static Hash32 Flip(Hash32 hash, Random random) => new(FlipBit(hash.ToArray(), random));

    private static List<Hash32> FlipAt(IReadOnlyList<Hash32> path, int at, Random random) => [.. path.Select((hash, i) => i == at ? Flip(hash, random) : hash)];

    private static byte[] FlipBit(byte[] bytes, Random random)
    {
        var copy = (byte[])bytes.Clone();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }
}
