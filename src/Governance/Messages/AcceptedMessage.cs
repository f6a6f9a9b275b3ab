using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>A message that passed every check of its kind, about to be stored for ever.</summary>
/// <param name="Envelope">What was signed.</param>
/// <param name="ReceivedAtMs">When it arrived, unix milliseconds.</param>
/// <param name="Evidence">How it was verified, JSON: the kind of signature, and for a vote its power with sources and blocks.</param>
public sealed record AcceptedMessage(Envelope Envelope, long ReceivedAtMs, string Evidence);

/// <summary>A message as stored: its index is its leaf's index in the ledger.</summary>
/// <param name="Ordinal">A vote's place among all votes of its proposal, superseded ones too, from 1; 0 for every other kind.</param>
public sealed record StoredMessage(
    long Idx, Hash32 Id, string Kind, string Space, Address Author, Address Signer, long Timestamp, long ReceivedAtMs, byte[] Envelope, string Evidence, long Ordinal)
{
    /// <summary>The message at its place.</summary>
    internal static StoredMessage Of(AcceptedMessage accepted, long index, long ordinal)
    {
        var envelope = accepted.Envelope;
        return new(index, envelope.Id, envelope.Kind.Name(), envelope.Space, envelope.From, envelope.Signer, envelope.Timestamp, accepted.ReceivedAtMs, envelope.Canonical,
            accepted.Evidence, ordinal) { Ipfs = envelope.Ipfs };
    }

    /// <summary>The CID of <see cref="Envelope"/>.</summary>
    public string Ipfs { get => field ??= Cid.OfRaw(Envelope); internal set; }

    /// <summary>Computes the CIDs of many at once, which takes a fraction of the time.</summary>
    internal static void FindIpfs(IReadOnlyList<StoredMessage> messages)
    {
        var cids = new string[messages.Count];
        Cid.OfRaw([.. messages.Select(message => (ReadOnlyMemory<byte>)message.Envelope)], cids);
        for (int i = 0; i < cids.Length; i++) messages[i].Ipfs = cids[i];
    }
}
