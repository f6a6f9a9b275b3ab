using System.Numerics;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>What only a development chain can: mine at will, move time, rewrite its past, send for anybody.</summary>
public sealed class AnvilControls(ChainClient client)
{
    /// <summary>The head's time: the chain's present.</summary>
    public async Task<DateTimeOffset> TimeAsync(CancellationToken ct = default) =>
        DateTimeOffset.FromUnixTimeSeconds((long)(await client.GetBlockAsync(BlockTag.Latest, ct))!.Timestamp);

    /// <summary>Mines blocks, each <paramref name="apart"/> (whole seconds, at least 1) after the one before. The cost grows with the square: stay below 1,000.</summary>
    public Task MineAsync(int blocks = 1, TimeSpan? apart = null, CancellationToken ct = default) =>
        client.RequestAsync("anvil_mine", ct, blocks, (long)(apart ?? TimeSpan.FromSeconds(1)).TotalSeconds);

    /// <summary>The next block's exact time, which must be later than the head's.</summary>
    public Task SetNextBlockTimeAsync(DateTimeOffset time, CancellationToken ct = default) =>
        client.RequestAsync("evm_setNextBlockTimestamp", ct, time.ToUnixTimeSeconds());

    /// <summary>Mines a block at this time, which must be later than the head's.</summary>
    public async Task MineAtAsync(DateTimeOffset time, CancellationToken ct = default)
    {
        await SetNextBlockTimeAsync(time, ct);
        await client.RequestAsync("evm_mine", ct);
    }

    /// <summary>Shifts the chain's clock forward, for all blocks to come.</summary>
    public Task IncreaseTimeAsync(TimeSpan by, CancellationToken ct = default) =>
        client.RequestAsync("evm_increaseTime", ct, (long)by.TotalSeconds);

    /// <summary>From now on a block for each transaction (true), or only when asked (false).</summary>
    public Task SetAutomineAsync(bool on, CancellationToken ct = default) => client.RequestAsync("evm_setAutomine", ct, on);

    /// <summary>Ends the telling of the past: the chain's clock is the given one from now on, and a block comes every so often (whole seconds).</summary>
    /// <exception cref="DevChainException">The head is later than now; its time cannot be undone.</exception>
    public async Task RunInRealTimeAsync(TimeSpan blockTime, TimeProvider clock, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        var head = await TimeAsync(ct);
        if (head >= now) throw new DevChainException($"The head is of {head:u}, now is {now:u}: start the chain further in the past.");
        await client.RequestAsync("evm_setTime", ct, now.ToUnixTimeSeconds());
        await client.RequestAsync("evm_mine", ct);
        await client.RequestAsync("evm_setIntervalMining", ct, Number((long)blockTime.TotalSeconds));
    }

    /// <summary>
    /// Replaces the last <paramref name="depth"/> blocks with as many others, which hold only the given transactions.
    /// Snapshots that were taken before are lost.
    /// </summary>
    public Task ReorgAsync(int depth, IEnumerable<ReorgTransaction>? transactions = null, CancellationToken ct = default)
    {
        var replacements = (transactions ?? []).Select(each => each.ToArgument()).ToArray();
        return client.RequestAsync("anvil_reorg", ct, Number(depth), replacements);
    }

    /// <summary>Drops the last <paramref name="depth"/> blocks: the head goes backwards. Snapshots that were taken before are lost.</summary>
    public Task RollbackAsync(int depth, CancellationToken ct = default) => client.RequestAsync("anvil_rollback", ct, Number(depth));

    /// <summary>Remembers the whole chain; <see cref="RevertAsync"/> brings it back, once.</summary>
    public async Task<ChainSnapshot> SnapshotAsync(CancellationToken ct = default)
    {
        var fees = await client.RequestAsync("eth_feeHistory", ct, 1, BlockRef.Latest, Array.Empty<object>());
        string nextBaseFee = fees.GetProperty("baseFeePerGas").EnumerateArray().Last().GetString()!;
        return new ChainSnapshot((await client.RequestAsync("evm_snapshot", ct)).GetString()!, nextBaseFee);
    }

    /// <exception cref="RpcException">There is no such snapshot (any more).</exception>
    public async Task RevertAsync(ChainSnapshot snapshot, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        await client.RequestAsync("evm_revert", ct, snapshot.Id);
        // anvil forgets to take the base fee back, and with another fee the same transactions make other blocks.
        await client.RequestAsync("anvil_setNextBlockBaseFeePerGas", ct, snapshot.NextBaseFee);
    }

    /// <summary>From now on the node sends for every account, contracts too, without their keys.</summary>
    public Task ImpersonateEverybodyAsync(bool on = true, CancellationToken ct = default) => client.RequestAsync("anvil_autoImpersonateAccount", ct, on);

    public Task ImpersonateAsync(Address account, CancellationToken ct = default) => client.RequestAsync("anvil_impersonateAccount", ct, account);

    public Task StopImpersonatingAsync(Address account, CancellationToken ct = default) =>
        client.RequestAsync("anvil_stopImpersonatingAccount", ct, account);

    /// <summary>Ether for each of these accounts, in wei.</summary>
    public async Task SetBalancesAsync(IEnumerable<Address> accounts, BigInteger wei, CancellationToken ct = default)
    {
        var replies = await client.BatchAsync([.. accounts.Select(account => new RpcCall("anvil_setBalance", account, wei))], ct);
        foreach (var reply in replies) reply.ValueOrThrow();
    }

    /// <summary>Puts code at an address, for example EIP-7702's 0xef0100 and the delegate; no code makes it an empty account.</summary>
    public Task SetCodeAsync(Address account, byte[] code, CancellationToken ct = default) =>
        client.RequestAsync("anvil_setCode", ct, account, code);

    // These methods want a JSON number where Ethereum writes hexadecimal.
    internal static JsonElement Number(long number) => JsonSerializer.SerializeToElement(number);
}

/// <summary>A remembered state of the chain; good for one <see cref="AnvilControls.RevertAsync"/>.</summary>
public sealed record ChainSnapshot(string Id, string NextBaseFee);

/// <summary>A transaction of a replaced past: in the <paramref name="BlockOffset"/>-th of the new blocks, counted from 0.</summary>
public sealed record ReorgTransaction(DevTransaction Transaction, int BlockOffset)
{
    // anvil does not price these.
    private const ulong GasPrice = 100_000_000_000;

    internal object?[] ToArgument()
    {
        var argument = Transaction.ToArgument();
        argument["gasPrice"] = GasPrice;
        return [argument, AnvilControls.Number(BlockOffset)];
    }
}
