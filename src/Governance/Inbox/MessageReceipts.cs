using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;

namespace Governance.Inbox;

/// <summary>Finds the receipt of a message that was accepted before: the same one, however often it is asked for.</summary>
public sealed class MessageReceipts(MessageStore messages, LedgerStore ledger, LedgerSigner signer, TimeProvider clock)
{
    public async Task<Receipt?> FindAsync(Hash32 id)
    {
        if (await messages.FindAsync(id) is not { } message) return null;
        var checkpoint = await ledger.BindingAsync(message.Idx) ?? throw new InvalidDataException($"No signed head binds message {message.Idx}: the database was altered or damaged; restore a backup.");
        return new Receipt(message, checkpoint, signer.Address);
    }

    /// <summary>By the envelope itself; null when it is no envelope or was never accepted.</summary>
    public async Task<Receipt?> FindAsync(ReadOnlyMemory<byte> body)
    {
        var envelope = Envelope.Read(body, clock.GetUtcNow());
        return envelope.Rejection is null ? await FindAsync(envelope.Value.Id) : null;
    }
}
