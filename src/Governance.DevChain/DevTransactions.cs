using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>Sends transactions of accounts that the node signs for or impersonates.</summary>
public sealed class DevTransactions(ChainClient client)
{
    // anvil's block gas limit.
    private const ulong BlockGas = 30_000_000;

    /// <summary>Sends one and waits until it is mined.</summary>
    /// <exception cref="DevChainException">It was mined and failed; what the contract returned is in <see cref="DevChainException.RevertData"/>.</exception>
    /// <exception cref="RpcException">The node refused it: no such account, no ether, a wrong nonce.</exception>
    public async Task<DevReceipt> SendAsync(DevTransaction transaction, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var receipt = DevReceipt.Read(await client.RequestAsync("eth_sendTransactionSync", ct, transaction.ToArgument()));
        return receipt.Succeeded ? receipt : throw await FailureAsync(transaction, receipt, ct);
    }

    /// <summary>
    /// Sends many and mines them in as few blocks as their stated gas allows, in their order for each sender.
    /// Only while the chain mines a block for each transaction.
    /// </summary>
    /// <exception cref="DevChainException">One of them failed (the others of its block are mined all the same), or blocks come by themselves.</exception>
    public async Task<IReadOnlyList<DevReceipt>> SendManyAsync(IEnumerable<DevTransaction> transactions, CancellationToken ct = default)
    {
        if (!(await client.RequestAsync("anvil_getAutomine", ct)).GetBoolean())
            throw new DevChainException("Many transactions are sent only while the chain mines a block for each transaction.");
        List<DevReceipt> receipts = [];
        foreach (var block in Blocks(transactions)) receipts.AddRange(await SendInOneBlockAsync(block, ct));
        return receipts;
    }

    private static IEnumerable<List<DevTransaction>> Blocks(IEnumerable<DevTransaction> transactions)
    {
        List<DevTransaction> block = [];
        ulong gas = 0;
        foreach (var transaction in transactions)
        {
            if (gas + transaction.Gas > BlockGas)
            {
                yield return block;
                (block, gas) = ([], 0);
            }

            block.Add(transaction);
            gas += transaction.Gas;
        }

        if (block.Count > 0) yield return block;
    }

    private async Task<DevReceipt[]> SendInOneBlockAsync(List<DevTransaction> transactions, CancellationToken ct)
    {
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
