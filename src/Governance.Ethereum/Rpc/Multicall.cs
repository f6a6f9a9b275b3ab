using System.Collections.Concurrent;

namespace Governance.Ethereum;

/// <summary>
/// Many message calls in one, by the contract Multicall3 (<c>aggregate3</c>), where it has code at the block. A provider answers it with one reading of
/// its state and counts it as one request. Whatever does not come back as a success is no outcome yet: one call that eats all gas fails its neighbours.
/// </summary>
internal sealed class Multicall(Address contract)
{
    /// <summary>Calls in one call: token balances of so many accounts stay far below the gas that nodes allow (50 million).</summary>
    internal const int Size = 100;

    // With fewer, a batch of single calls costs no more than asking whether the contract is there.
    internal const int Least = 8;

    private const int MostRemembered = 1_000;

    private static readonly AbiFunction Aggregate3 = AbiFunction.Parse("aggregate3((address,bool,bytes)[])((bool,bytes)[])");

    private readonly ConcurrentDictionary<Hash32, bool> _isThere = new();

    /// <summary>Only plain calls at a block known by its hash: its code there never changes.</summary>
    internal static bool Suits(IReadOnlyList<EthCall> calls, BlockRef at) =>
        at.Hash is not null && calls.Count >= Least && calls.All(call => call is { To: not null, From: null, Gas: null });

    internal async Task<bool> IsThereAsync(ChainClient client, BlockRef at, CancellationToken ct)
    {
        if (_isThere.TryGetValue(at.Hash!.Value, out bool known)) return known;
        if (_isThere.Count >= MostRemembered) _isThere.Clear();
        return _isThere[at.Hash.Value] = (await client.GetCodeAsync(contract, at, ct).ConfigureAwait(false)).Length > 0;
    }

    internal EthCall Join(IEnumerable<EthCall> calls) =>
        new(contract, Aggregate3.Encode((object)calls.Select(call => (object)new object[] { call.To!.Value, true, call.Data }).ToArray()));

    /// <summary>What each call returned, null where it did not; null altogether where the answer is not this contract's.</summary>
    internal static byte[]?[]? Split(byte[] returned, int calls)
    {
        try
        {
            var results = Aggregate3.DecodeResult(returned).List<AbiValues>(0);
            return results.Count == calls ? [.. results.Select(result => result.Boolean(0) ? result.Bytes(1) : null)] : null;
        }
        catch (AbiException)
        {
            return null;
        }
    }
}
