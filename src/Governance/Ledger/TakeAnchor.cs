using System.Globalization;
using System.Text.Json;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>Looks up a transaction that the operator's wallet sent, and keeps it when it carries a head of this ledger.</summary>
public sealed class TakeAnchor(LedgerOptions options, ChainRegistry chains, WitnessStore store, Writer writer, TimeProvider clock)
{
    public async Task<Outcome<Anchor>> RunAsync(ulong chain, Hash32 transaction, CancellationToken cancellationToken)
    {
        var accounts = options.Anchors.Where(anchor => anchor.Chain == chain).Select(anchor => Address.Parse(anchor.Account)).ToHashSet();
        if (accounts.Count == 0 || chains.Client(chain) is not { } client) return WitnessRejection.NotAnchoring;
        try
        {
            // The receipt says that it was mined: a provider may for a moment still name the transaction itself as waiting.
            var receipt = await client.RequestAsync("eth_getTransactionReceipt", cancellationToken, transaction);
            if (receipt.ValueKind != JsonValueKind.Object || receipt.GetProperty("blockHash").GetString() is not { } mined) return WitnessRejection.NotMined;
            var found = await client.RequestAsync("eth_getTransactionByHash", cancellationToken, transaction);
            if (found.ValueKind != JsonValueKind.Object) return WitnessRejection.NotMined;
            // Asked by its number, so that an orphaned block is not taken for the chain's.
            ulong number = ulong.Parse(receipt.GetProperty("blockNumber").GetString().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (await client.GetBlockAsync(number, cancellationToken) is not { } block || block.Hash != Hash32.Parse(mined)) return WitnessRejection.NotMined;
            var sender = Address.Parse(found.GetProperty("from").GetString()!);
            if (!accounts.Contains(sender)) return WitnessRejection.ForeignSender;
            byte[] data = Hex.Parse(found.GetProperty("input").GetString()!);
            if (Anchor.SizeIn(data) is not { } size || store.Head(size) is not { } head || !data.AsSpan().SequenceEqual(Anchor.DataOf(head))) return WitnessRejection.NoHead;
            var anchor = new Anchor(chain, transaction, head, sender, block.Number, block.Hash, (long)block.Timestamp, clock.GetUtcNow().ToUnixTimeMilliseconds());
            await writer.RunAsync(scope => WitnessStore.Insert(scope, anchor));
            return anchor;
        }
        catch (RpcException fault)
        {
            return WitnessRejection.ChainUnreadable.Because($"The chain could not be asked: {fault.Message}");
        }
        catch (Exception malformed) when (malformed is KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return WitnessRejection.ChainUnreadable.Because("The chain's provider answered with something that is no transaction.");
        }
    }
}
