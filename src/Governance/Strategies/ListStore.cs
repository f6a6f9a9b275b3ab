using System.Collections.Concurrent;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>The lists that the operator imported, kept for ever: a proposal that counts by one can always be recounted.</summary>
public sealed class ListStore(Db db)
{
    private readonly ConcurrentDictionary<Hash32, BalanceList> _known = new();

    private const string SelectOne = "SELECT name AS Name, content AS Content FROM imported_lists WHERE hash = @hash";

    /// <summary>The list with this hash; null when it was never imported.</summary>
    public BalanceList? Find(Hash32 hash)
    {
        if (_known.TryGetValue(hash, out var known)) return known;
        using var connection = db.Open();
        if (connection.QuerySingleOrDefault<Row>(SelectOne, new { hash }) is not { } row) return null;
        return _known[hash] = BalanceList.Parse(row.Name, row.Content);
    }

    private const string InsertOne = """
        INSERT INTO imported_lists (hash, name, content, imported_at) VALUES (@hash, @name, @content, @importedAt) ON CONFLICT (hash) DO NOTHING
        """;

    internal static void Insert(WriteScope scope, BalanceList list, byte[] content, long importedAt) =>
        scope.Connection.Execute(InsertOne, new { hash = list.Hash, name = list.Name, content, importedAt }, scope.Transaction);

    private sealed record Row(string Name, byte[] Content);
}
