using System.Text;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// Keeps a witness's signature over a head that this ledger signed. Every such head continues every earlier one (the store refuses to start
/// otherwise), and the witness checks that himself by <c>/ledger/consistency</c> before he signs.
/// </summary>
public sealed class TakeCosignature(LedgerOptions options, WitnessStore store, Writer writer, TimeProvider clock)
{
    private readonly HashSet<Address> _witnesses = [.. options.Witnesses.Select(witness => Address.Parse(witness.Address))];

    /// <param name="size">Of the head that was signed.</param>
    /// <param name="signature">65 bytes, EIP-191 over the head's text.</param>
    public async Task<Outcome<Cosignature>> RunAsync(long size, ReadOnlyMemory<byte> signature)
    {
        if (store.Head(size) is not { } head) return WitnessRejection.UnknownHead;
        if (!Signature.TryParse(signature.Span, out var parsed, out _) || !PublicKeyRecovery.TryRecover(PersonalMessage.Digest(Encoding.UTF8.GetBytes(head.Text)), parsed, out var signer) || !_witnesses.Contains(signer))
            return WitnessRejection.NotAWitness;
        var cosignature = new Cosignature(head, signer, parsed.ToArray(), clock.GetUtcNow().ToUnixTimeMilliseconds());
        await writer.RunAsync(scope => WitnessStore.Insert(scope, cosignature));
        return cosignature;
    }
}
