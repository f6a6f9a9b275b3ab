using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>Sends transactions of accounts that the node signs for or impersonates.</summary>
public sealed class DevTransactions(ChainClient client)
{
    /// <summary>Sends one and waits until it is mined.</summary>
    /// <exception cref="DevChainException">It was mined and failed; what the contract returned is in <see cref="DevChainException.RevertData"/>.</exception>
    /// <exception cref="RpcException">The node refused it: no such account, no ether, a wrong nonce.</exception>
    public async Task<DevReceipt> SendAsync(DevTransaction transaction, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var receipt = DevReceipt.Read(await client.RequestAsync("eth_sendTransactionSync", ct, transaction.ToArgument()));
        return receipt.Succeeded ? receipt : throw await FailureAsync(transaction, receipt, ct);
    }

    /// <summary>Sends many into one block, which is mined here; automine is on again afterwards. A block holds 30,000,000 gas: state what each needs.</summary>
    /// <exception cref="DevChainException">One of them failed; the others are mined all the same.</exception>
    public async Task<IReadOnlyList<DevReceipt>> SendInOneBlockAsync(IReadOnlyList<DevTransaction> transactions, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        await client.RequestAsync("evm_setAutomine", ct, false);
        var sent = await client.BatchAsync([.. transactions.Select(each => new RpcCall("eth_sendTransaction", each.ToArgument()))], ct);
        await client.RequestAsync("evm_mine", ct);
        await client.RequestAsync("evm_setAutomine", ct, true);
        var replies = await client.BatchAsync([.. sent.Select(each => new RpcCall("eth_getTransactionReceipt", each.ValueOrThrow()))], ct);
        DevReceipt[] receipts = [.. replies.Select(reply => DevReceipt.Read(reply.ValueOrThrow()))];
        int failed = Array.FindIndex(receipts, receipt => !receipt.Succeeded);
        return failed < 0 ? receipts : throw await FailureAsync(transactions[failed], receipts[failed], ct);
    }

    // A receipt does not say why. The same call at the block before usually does.
    private async Task<DevChainException> FailureAsync(DevTransaction transaction, DevReceipt receipt, CancellationToken ct)
    {
        string failure = $"Transaction {receipt.TransactionHash} was mined and failed";
        try
        {
            var call = new EthCall(transaction.To, transaction.Data, transaction.Gas, transaction.From);
            await client.CallAsync(call, BlockRef.At(receipt.BlockNumber - 1), ct);
            return new DevChainException($"{failure} (the same call succeeds on the block before).");
        }
        catch (RpcException fault) when (fault.Fault.Kind == RpcFaultKind.Reverted)
        {
            return new DevChainException($"{failure}: {fault.Fault.Message}", fault) { RevertData = fault.Fault.RevertData };
        }
    }
}
