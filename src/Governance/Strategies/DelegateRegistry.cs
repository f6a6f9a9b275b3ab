using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// Reads a delegate registry (Gnosis' DelegateRegistry: <c>SetDelegate</c>, <c>ClearDelegate</c>) from its events up to a pinned block, in
/// ranges that find the provider's limits out. What was read stays in memory, so a later block costs only the blocks between. Safe for concurrent use.
/// </summary>
public sealed class DelegateRegistry
{
    /// <summary>Where the registry stands on most chains.</summary>
    public static readonly Address Canonical = Address.Parse("0x469788fE6E9E9681C6ebF3bF78e7Fd26Fc015446");

    private const int MostKept = 16;

    private static readonly AbiEvent Set = AbiEvent.Parse("SetDelegate(address indexed delegator,bytes32 indexed id,address indexed delegate)");
    private static readonly AbiEvent Clear = AbiEvent.Parse("ClearDelegate(address indexed delegator,bytes32 indexed id,address indexed delegate)");

    private readonly ConcurrentDictionary<Question, Shelf> _shelves = new();

    /// <summary>
    /// The ids under which a space's delegations stand, by precedence: its name, the name without ".eth", and none. A name is its UTF-8 bytes with
    /// zeros after them; one that does not fit 32 bytes has no delegations of its own.
    /// </summary>
    public static IReadOnlyList<Hash32> IdsOf(string space)
    {
        int ending = space.IndexOf(".eth", StringComparison.Ordinal);
        // Snapshot leaves out the first ".eth", wherever it stands.
        string?[] names = [space, ending < 0 ? null : space.Remove(ending, 4), ""];
        return [.. names.OfType<string>().Select(IdOf).OfType<Hash32>().Distinct()];
    }

    /// <exception cref="RpcException">The provider did not answer, or its chain is not the pinned block's.</exception>
    public async Task<DelegateBook> ReadAsync(SnapshotState state, Address registry, string space, ulong fromBlock, CancellationToken cancellationToken)
    {
        var ids = IdsOf(space);
        var shelf = _shelves.GetOrAdd(new Question(state.Chain, registry, string.Join(' ', ids), fromBlock), _ => new Shelf());
        // One reading at a time: those who come meanwhile find it done.
        await shelf.Turn.WaitAsync(cancellationToken);
        try
        {
            if (shelf.Pages.Find(page => page.Block.Hash == state.Block.Hash) is { } known) return known.Book;
            var page = await ReadAsync(state, registry, ids, await BeforeAsync(shelf, state, cancellationToken), fromBlock, cancellationToken);
            shelf.Pages.Add(page);
            if (shelf.Pages.Count > MostKept) shelf.Pages.RemoveAt(0);
            return page.Book;
        }
        finally
        {
            shelf.Turn.Release();
        }
    }

    // The latest page that the chain still has under the block.
    private static async Task<Page?> BeforeAsync(Shelf shelf, SnapshotState state, CancellationToken cancellationToken)
    {
        foreach (var page in shelf.Pages.Where(page => page.Block.Number < state.Block.Number).OrderByDescending(page => page.Block.Number))
        {
            if ((await state.Chain.GetBlockAsync(page.Block.Number, cancellationToken))?.Hash == page.Block.Hash) return page;
        }

        return null;
    }

    private static async Task<Page> ReadAsync(SnapshotState state, Address registry, IReadOnlyList<Hash32> ids, Page? before, ulong fromBlock, CancellationToken cancellationToken)
    {
        var set = before is null ? [] : new Dictionary<(Address, Hash32), Address>(before.Set);
        var range = new LogRange();
        for (ulong next = before?.Block.Number + 1 ?? fromBlock; next <= state.Block.Number;)
        {
            ulong to = next + (ulong)range.Next((long)(state.Block.Number - next) + 1) - 1;
            try
            {
                foreach (var log in await state.Chain.GetLogsAsync(next, to, [registry], [[Set.Topic0, Clear.Topic0], null, ids], cancellationToken)) Apply(log, set);
                range.Answered();
                next = to + 1;
            }
            catch (RpcException e) when (e.Fault.Kind == RpcFaultKind.LimitExceeded && range.Refused())
            {
                // Asked again with half of the blocks.
            }
        }

        await RequireBlockAsync(state, cancellationToken);
        return new Page(state.Block, set, new DelegateBook(set, ids));
    }

    private static void Apply(LogEntry log, Dictionary<(Address, Hash32), Address> set)
    {
        try
        {
            bool isSet = log.Topics[0] == Set.Topic0;
            var values = (isSet ? Set : Clear).Decode(log.Topics, log.Data);
            var key = (values.Address(0), values.Hash(1));
            if (isSet) set[key] = values.Address(2);
            else set.Remove(key);
        }
        catch (AbiException e)
        {
            throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_getLogs", $"{log.Address} is no delegate registry: {e.Message}"));
        }
    }

    // Ranges are asked by number: they are this block's past only if the provider has the very block there.
    private static async Task RequireBlockAsync(SnapshotState state, CancellationToken cancellationToken)
    {
        var header = await state.Chain.GetBlockAsync(state.Block.Number, cancellationToken);
        if (header?.Hash == state.Block.Hash) return;
        throw new RpcException(new RpcFault(RpcFaultKind.Transient, "", "eth_getLogs",
            string.Create(CultureInfo.InvariantCulture, $"block {state.Block.Number} of chain {state.Block.Chain} is {header?.Hash.ToString() ?? "not there"} for this provider, the proposal pins {state.Block.Hash}")));
    }

    private static Hash32? IdOf(string name)
    {
        var bytes = new byte[Hash32.Size];
        return Encoding.UTF8.TryGetBytes(name, bytes, out _) ? new Hash32(bytes) : null;
    }

    private sealed record Question(ChainClient Provider, Address Registry, string Ids, ulong FromBlock);

    private sealed record Page(SnapshotBlock Block, IReadOnlyDictionary<(Address, Hash32), Address> Set, DelegateBook Book);

    private sealed class Shelf
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public List<Page> Pages { get; } = [];
    }
}
