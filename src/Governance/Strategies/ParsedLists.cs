using System.Collections.Concurrent;
using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Strategies;

/// <summary>Lists read into what strategies ask for, each once. What is not there, not whole or of another kind is never an empty list.</summary>
public sealed class ParsedLists(IListFiles files)
{
    private readonly ConcurrentDictionary<(Hash32 Hash, ListKind Kind), object> _read = new();
    private readonly ConcurrentDictionary<string, LinkedBalances> _linked = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">Not there, altered, or no such list.</exception>
    public BalanceList Balances(Hash32 hash) => Read(hash, ListKind.Balances, BalanceList.Parse);

    /// <inheritdoc cref="Balances"/>
    public OldBalances OldBalances(Hash32 hash) => Read(hash, ListKind.OldBalances, Migration.OldBalances.Parse);

    /// <inheritdoc cref="Balances"/>
    public LinkList Links(Hash32 hash) => Read(hash, ListKind.Links, LinkList.Parse);

    /// <inheritdoc cref="Balances"/>
    public ClaimRecord Claims(Hash32 hash) => Read(hash, ListKind.Claims, ClaimRecord.Parse);

    /// <summary>Old balances with their voters, remembered by what they follow from.</summary>
    internal LinkedBalances Linked(string question, Func<ParsedLists, LinkedBalances> link) => _linked.GetOrAdd(question, _ => link(this));

    /// <summary>The same lists and some more that are not kept yet.</summary>
    public ParsedLists With(IReadOnlyList<ListFile> more) => more.Count == 0 ? this : new ParsedLists(new Joined(files, more));

    /// <summary>What is wrong with a list that a strategy needs, as a sentence; null when nothing is.</summary>
    public string? FaultOf(NeededList needed)
    {
        try
        {
            _ = needed.Kind switch
            {
                ListKind.Balances => (object)Balances(needed.Hash),
                ListKind.OldBalances => OldBalances(needed.Hash),
                ListKind.Links => Links(needed.Hash),
                _ => Claims(needed.Hash),
            };
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private T Read<T>(Hash32 hash, ListKind kind, Func<string, byte[], T> parse) where T : class
    {
        if (_read.TryGetValue((hash, kind), out var known)) return (T)known;
        var reference = ListFile.ReferenceTo(hash);
        if (files.Find(hash) is not { } file) throw new InvalidDataException($"the list {reference} is not imported here; the operator imports its file with Lists:0:File=… and Lists:0:Kind={ListFile.NameOf(kind)}");
        if (file.Hash != hash || !file.IsWhole) throw new InvalidDataException($"the list {reference} was altered: its bytes have another hash");
        if (file.Kind != kind) throw new InvalidDataException($"the list {reference} holds {ListFile.NameOf(file.Kind)}, not {ListFile.NameOf(kind)}");
        try
        {
            return (T)_read.GetOrAdd((hash, kind), parse(file.Name, file.Content));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidDataException($"the list {reference} can not be read: {e.Message}", e);
        }
    }

    private sealed class Joined(IListFiles kept, IReadOnlyList<ListFile> more) : IListFiles
    {
        public ListFile? Find(Hash32 hash) => more.FirstOrDefault(file => file.Hash == hash) ?? kept.Find(hash);
    }
}
