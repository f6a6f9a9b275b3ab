using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>
/// Reads votes fast: without a JSON tree (<see cref="OrdinaryVoteParser"/>), and hashed many at once. It takes only the ordinary form; whatever
/// else goes the long way through <see cref="Envelope"/>, so there is one meaning and two speeds. Keeps buffers: one for each thread.
/// </summary>
public sealed class OrdinaryVoteReader
{
    [ThreadStatic]
    private static OrdinaryVoteReader? _ofThread;

    private readonly VoteHashes _hashes = new();
    private readonly OrdinaryVoteParser _parser;

    public OrdinaryVoteReader() => _parser = new(_hashes);

    /// <summary>This thread's own.</summary>
    internal static OrdinaryVoteReader OfThread => _ofThread ??= new();

    /// <summary>The vote of each text that is a stored envelope in the ordinary form; else null, which says nothing about it.</summary>
    public void Read(ReadOnlySpan<ReadOnlyMemory<byte>> canonical, Span<OrdinaryVote?> votes) => Read(canonical, votes, isPosted: false);

    /// <summary>The same of posted envelopes, spelled as their canonical bytes spell them; <see cref="Canonical"/> makes those.</summary>
    public void ReadPosted(ReadOnlySpan<ReadOnlyMemory<byte>> bodies, Span<OrdinaryVote?> votes) => Read(bodies, votes, isPosted: true);

    /// <summary>A posted envelope as it is kept: with its hash.</summary>
    /// <param name="body">One that <see cref="ReadPosted"/> took.</param>
    public static byte[] Canonical(ReadOnlySpan<byte> body, in Hash32 id)
    {
        ReadOnlySpan<byte> name = "\"hash\":\""u8, end = "\","u8;
        // An address and digits stand before it.
        int data = body.IndexOf("\"data\":"u8);
        var canonical = new byte[body.Length + name.Length + Hash32.TextLength + end.Length];
        body[..data].CopyTo(canonical);
        var rest = canonical.AsSpan(data);
        name.CopyTo(rest);
        Hex.Format(id.Bytes, rest.Slice(name.Length, Hash32.TextLength));
        end.CopyTo(rest[(name.Length + Hash32.TextLength)..]);
        body[data..].CopyTo(rest[(name.Length + Hash32.TextLength + end.Length)..]);
        return canonical;
    }

    private void Read(ReadOnlySpan<ReadOnlyMemory<byte>> texts, Span<OrdinaryVote?> votes, bool isPosted)
    {
        _hashes.Clear();
        for (int i = 0; i < texts.Length; i++) votes[i] = _parser.TryParse(texts[i].Span, isPosted);
        _hashes.Complete(votes[..texts.Length]);
    }
}
