using System.Text;
using Governance.Ethereum;
using Governance.Ledger;

namespace Governance.Tests.Ledger;

public sealed class MerkleTreeTests
{
    private const int MaxSize = 130;

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, MaxSize).Select(i => Encoding.ASCII.GetBytes($"leaf {i}"))];
    private static readonly Dictionary<(int, long), Hash32> Nodes = CompleteNodes();

    [Fact]
    public void Root_IsTheRfcs_ForEverySize()
    {
        for (int size = 0; size <= MaxSize; size++) MerkleTree.Root(size, Node).ShouldBe(NaiveTree.Root(Leaves.AsSpan(0, size)), $"size {size}");
    }

    [Fact]
    public void EveryInclusionProof_IsTheRfcs_AndVerifies()
    {
        for (int size = 1; size <= MaxSize; size++)
        {
            var root = MerkleTree.Root(size, Node);
            for (int index = 0; index < size; index++)
            {
                var proof = MerkleTree.InclusionProof(index, size, Node);
                proof.ShouldBe(NaiveTree.Path(index, Leaves.AsSpan(0, size)).Select(h => new Hash32(h)));
                var leaf = Node(0, index);
                MerkleProof.VerifyInclusion(leaf, index, size, proof, root).ShouldBeTrue($"{index} in {size}");
                MerkleProof.VerifyInclusion(leaf, index + 1, size, proof, root).ShouldBeFalse();
                MerkleProof.VerifyInclusion(Node(0, (index + 1) % MaxSize), index, size, proof, root).ShouldBeFalse();
                MerkleProof.VerifyInclusion(leaf, index, size, [.. proof, root], root).ShouldBeFalse();
                if (proof.Count > 0) MerkleProof.VerifyInclusion(leaf, index, size, [.. proof.Skip(1)], root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void EveryConsistencyProof_IsTheRfcs_AndVerifies()
    {
        for (int second = 1; second <= MaxSize; second++)
        {
            var root = MerkleTree.Root(second, Node);
            for (int first = 1; first <= second; first++)
            {
                var old = MerkleTree.Root(first, Node);
                var proof = MerkleTree.ConsistencyProof(first, second, Node);
                proof.ShouldBe(NaiveTree.Proof(first, Leaves.AsSpan(0, second)).Select(h => new Hash32(h)));
                MerkleProof.VerifyConsistency(first, second, proof, old, root).ShouldBeTrue($"{first} to {second}");
                MerkleProof.VerifyConsistency(first, second, proof, Node(0, 0) == old ? Node(0, 1) : Node(0, 0), root).ShouldBeFalse();
                if (first < second) MerkleProof.VerifyConsistency(first, second, proof, old, old).ShouldBeFalse();
                if (proof.Count > 0) MerkleProof.VerifyConsistency(first, second, [.. proof.Skip(1)], old, root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void AnyChangedHash_BreaksTheProof()
    {
        const int size = 100;
        var root = MerkleTree.Root(size, Node);
        for (int index = 0; index < size; index += 7)
        {
            var proof = MerkleTree.InclusionProof(index, size, Node);
            for (int i = 0; i < proof.Count; i++) MerkleProof.VerifyInclusion(Node(0, index), index, size, Flipped(proof, i), root).ShouldBeFalse();
            if (index == 0) continue;
            var old = MerkleTree.Root(index, Node);
            var continued = MerkleTree.ConsistencyProof(index, size, Node);
            for (int i = 0; i < continued.Count; i++) MerkleProof.VerifyConsistency(index, size, Flipped(continued, i), old, root).ShouldBeFalse();
        }
    }

    [Fact]
    public void Peaks_CoverTheTree_FromLargeToSmall()
    {
        MerkleTree.Peaks(0).ShouldBeEmpty();
        MerkleTree.Peaks(13).ShouldBe([(3, 0), (2, 2), (0, 12)]);
    }

    [Fact]
    public void ManyLeavesAtOnce_GrowTheTreeThatOneByOneGrows()
    {
        for (int start = 0; start <= 70; start++)
        {
            for (int count = 0; start + count <= MaxSize; count = (count * 2) + 1)
            {
                var (one, many) = (new MerkleRange(), new MerkleRange());
                for (int i = 0; i < start; i++) one.Append(Node(0, i));
                many.AppendMany([.. Enumerable.Range(0, start).Select(i => Node(0, i))]);
                var (told, toldAtOnce) = (new List<(int, long, Hash32)>(), new List<(int, long, Hash32)>());
                for (int i = start; i < start + count; i++) one.Append(Node(0, i), (level, index, hash) => told.Add((level, index, hash)));
                many.AppendMany([.. Enumerable.Range(start, count).Select(i => Node(0, i))], (level, index, hash) => toldAtOnce.Add((level, index, hash)));
                many.Size.ShouldBe(one.Size);
                many.Root.ShouldBe(one.Root, $"{start} and {count}");
                toldAtOnce.ShouldBe(told.OrderBy(node => node.Item1).ThenBy(node => node.Item2));
                one.Append(Node(0, 0));
                many.Append(Node(0, 0));
                many.Root.ShouldBe(one.Root);
            }
        }
    }

    private static List<Hash32> Flipped(IReadOnlyList<Hash32> proof, int at)
    {
        var copy = proof.ToList();
        byte[] bytes = copy[at].ToArray();
        bytes[at % 32] ^= 1;
        copy[at] = new Hash32(bytes);
        return copy;
    }

    private static Hash32 Node(int level, long index) => Nodes[(level, index)];

    private static Dictionary<(int, long), Hash32> CompleteNodes()
    {
        var nodes = new Dictionary<(int, long), Hash32>();
        for (int i = 0; i < MaxSize; i++) nodes[(0, i)] = LedgerLeaf.Hash(Leaves[i]);
        for (int level = 1; MaxSize >> level > 0; level++)
        {
            for (long i = 0; i < MaxSize >> level; i++) nodes[(level, i)] = MerkleTree.Parent(nodes[(level - 1, 2 * i)], nodes[(level - 1, (2 * i) + 1)]);
        }

        return nodes;
    }
}
