using Governance.Ethereum;
using Governance.Ethereum.Tests.Secp256k1;

namespace Governance.Benchmarks.Verify;

/// <summary>What is timed. Each works on the votes of a range, checks every answer and throws on a wrong one.</summary>
internal sealed class Contestants(SnapshotVotes votes)
{
    private readonly Address[] _signers = new Address[votes.Votes.Length];
    private readonly bool[] _recovered = new bool[votes.Votes.Length];
    private readonly byte[] _keys = new byte[64 * votes.Votes.Length];
    private readonly Hash32[] _digests = new Hash32[votes.Votes.Length];

    /// <summary>
    /// The anchor: libsecp256k1, recover only. The address of the key is not part of its work: its keys are checked once, by
    /// <see cref="CheckAnchor"/>, and then compared with what it answered there.
    /// </summary>
    internal void Anchor(Range range)
    {
        var (start, count) = range.GetOffsetAndLength(votes.Votes.Length);
        Span<byte> rs = stackalloc byte[64], key = stackalloc byte[64];
        for (int i = start; i < start + count; i++)
        {
            votes.Signatures[i].R.Bytes.CopyTo(rs);
            votes.Signatures[i].S.Bytes.CopyTo(rs[32..]);
            if (!ReferenceLibrary.TryRecover(votes.Digests[i].Bytes, rs, votes.Signatures[i].RecoveryId, key)
                || !key.SequenceEqual(_keys.AsSpan(64 * i, 64))) throw Wrong("libsecp256k1", i);
        }
    }

    /// <summary>Keeps the reference library's keys, after comparing their addresses with the voters.</summary>
    internal void CheckAnchor()
    {
        byte[] rs = new byte[64];
        for (int i = 0; i < votes.Votes.Length; i++)
        {
            votes.Signatures[i].ToArray().AsSpan(0, 64).CopyTo(rs);
            var key = _keys.AsSpan(64 * i, 64);
            if (!ReferenceLibrary.TryRecover(votes.Digests[i].Bytes, rs, votes.Signatures[i].RecoveryId, key)
                || new Address(Keccak256.Hash(key).Bytes[12..]) != votes.Voters[i]) throw Wrong("libsecp256k1", i);
        }
    }

    /// <summary>Ours, one signature after the other.</summary>
    internal void Single(Range range)
    {
        var (start, count) = range.GetOffsetAndLength(votes.Votes.Length);
        for (int i = start; i < start + count; i++)
        {
            if (!PublicKeyRecovery.TryRecover(votes.Digests[i], votes.Signatures[i], out var signer) || signer != votes.Voters[i]) throw Wrong("single", i);
        }
    }

    /// <summary>Ours in batch, from given digests.</summary>
    internal void RecoverBatch(Range range)
    {
        PublicKeyRecovery.RecoverMany(votes.Digests.AsSpan(range), votes.Signatures.AsSpan(range), _signers.AsSpan(range), _recovered.AsSpan(range));
        Compare(range);
    }

    /// <summary>Ours in batch, the whole verification: hash the vote, recover, compare with the voter.</summary>
    internal void VerifyBatch(Range range)
    {
        var (start, count) = range.GetOffsetAndLength(votes.Votes.Length);
        SnapshotVotes.Repeated repeated = default;
        for (int i = start; i < start + count; i++) _digests[i] = SnapshotVotes.HashVote(votes.Votes[i], ref repeated);
        PublicKeyRecovery.RecoverMany(_digests.AsSpan(range), votes.Signatures.AsSpan(range), _signers.AsSpan(range), _recovered.AsSpan(range));
        Compare(range);
    }

    /// <summary>Any of the above on all cores, in parts.</summary>
    internal void OnAllCores(Action<Range> contestant)
    {
        const int part = 512;
        Parallel.For(0, (votes.Votes.Length + part - 1) / part, i => contestant((i * part)..Math.Min((i + 1) * part, votes.Votes.Length)));
    }

    private void Compare(Range range)
    {
        var (start, count) = range.GetOffsetAndLength(votes.Votes.Length);
        for (int i = start; i < start + count; i++)
            if (!_recovered[i] || _signers[i] != votes.Voters[i]) throw Wrong("batch", i);
    }

    private static InvalidOperationException Wrong(string who, int vote) => new($"{who} gave a wrong answer for vote {vote}.");
}
