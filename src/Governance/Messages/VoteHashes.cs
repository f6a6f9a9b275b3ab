using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>What some votes leave to hash, gathered so that they share the lanes of vectors: the EIP-712 words of each, and the spellings of their addresses.</summary>
internal sealed class VoteHashes
{
    private const int WordSize = 32;

    private readonly List<Vote> _votes = [];
    private byte[] _words = new byte[8_192], _spellings = new byte[2_048];
    private Hash32[] _digests = [];
    private bool[] _right = [];
    private Vote _ends, _parsed;

    /// <summary>Forgets what there is, also what a fault left of an earlier round: an id must never be another vote's.</summary>
    public void Clear()
    {
        _votes.Clear();
        _ends = default;
    }

    /// <summary>A vote begins; what was left of one that was not committed is forgotten.</summary>
    public void Begin() => _parsed = _ends;

    /// <summary>So many words of 32 zero bytes, to be filled: once for each vote.</summary>
    public Span<byte> Words(int count)
    {
        int start = _parsed.Words;
        _parsed.Words += WordSize * count;
        if (_parsed.Words > _words.Length) Array.Resize(ref _words, Math.Max(2 * _words.Length, _parsed.Words));
        var words = _words.AsSpan(start..(_parsed.Words));
        words.Clear();
        return words;
    }

    /// <summary>An address of this vote, 0x and 40 digits: it counts only if it is spelled with its EIP-55 checksum.</summary>
    public void AddSpelling(ReadOnlySpan<byte> text)
    {
        int start = _parsed.Spellings;
        _parsed.Spellings += text.Length;
        if (_parsed.Spellings > _spellings.Length) Array.Resize(ref _spellings, 2 * _spellings.Length);
        text.CopyTo(_spellings.AsSpan(start));
    }

    public void Commit() => _votes.Add(_ends = _parsed);

    /// <summary>Gives the votes their ids, in the order in which they were committed; null in the place of one with an address that is not spelled right.</summary>
    public void Complete(Span<OrdinaryVote?> votes)
    {
        Hash();
        int next = 0, spelling = 0;
        for (int i = 0; i < votes.Length; i++)
        {
            if (votes[i] is not { } vote) continue;
            int end = _votes[next].Spellings / Address.TextLength;
            if (_right.AsSpan(spelling..end).Contains(false)) votes[i] = null;
            else vote.Id = _digests[next];
            spelling = end;
            next++;
        }
    }

    private void Hash()
    {
        int spellings = _ends.Spellings / Address.TextLength;
        if (_digests.Length < _votes.Count) _digests = new Hash32[Math.Max(2 * _digests.Length, _votes.Count)];
        if (_right.Length < spellings) _right = new bool[Math.Max(2 * _right.Length, spellings)];
        // Votes of one type set have as many words, and nearly all beside each other are of one.
        for (int from = 0, to; from < _votes.Count; from = to)
        {
            int start = from == 0 ? 0 : _votes[from - 1].Words, length = _votes[from].Words - start;
            for (to = from + 1; to < _votes.Count && _votes[to].Words - _votes[to - 1].Words == length;) to++;
            MessageDigest.OfWords(_words.AsSpan(start..(_votes[to - 1].Words)), length, _digests.AsSpan(from..to));
        }

        Address.AreChecksummed(_spellings.AsSpan(0, _ends.Spellings), _right.AsSpan(0, spellings));
    }

    /// <summary>Where a vote's words and spellings end.</summary>
    private record struct Vote(int Words, int Spellings);
}
