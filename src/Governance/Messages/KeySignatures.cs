using Governance.Database;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>
/// Checks keys' signatures of messages that come at the same time together: a batch recovers several times faster than one by one, and a
/// message alone does not wait for company.
/// </summary>
public sealed class KeySignatures(Writer writer)
{
    // A few milliseconds' work: nobody waits longer for those before him.
    private const int MaxBatch = 64;

    // What was checked together is written together.
    private readonly Coalescer<(Hash32 Digest, Signature Signature), Address?> _batches = new(MaxBatch, RecoverAsync, writer.Gather);

    /// <summary>Whether the account's own key made this signature; false says nothing of a contract account.</summary>
    public async Task<bool> IsByAsync(Address signer, Hash32 digest, ReadOnlyMemory<byte> signature) =>
        Signature.TryParse(signature.Span, out var parsed, out _) && await _batches.AskAsync((digest, parsed)) == signer;

    private static Task<IReadOnlyList<Address?>> RecoverAsync(IReadOnlyList<(Hash32 Digest, Signature Signature)> asked)
    {
        var signers = new Address[asked.Count];
        var recovered = new bool[asked.Count];
        PublicKeyRecovery.RecoverMany([.. asked.Select(one => one.Digest)], [.. asked.Select(one => one.Signature)], signers, recovered);
        var answers = new Address?[asked.Count];
        for (int i = 0; i < answers.Length; i++) answers[i] = recovered[i] ? signers[i] : null;
        return Task.FromResult<IReadOnlyList<Address?>>(answers);
    }
}
