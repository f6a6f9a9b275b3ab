using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>The lists that power is counted by, kept for ever: a proposal that counts by one can always be recounted.</summary>
public sealed class ListStore(Db db) : IListFiles
{
    private const string SelectOne = "SELECT name AS Name, kind AS Kind, content AS Content FROM imported_lists WHERE hash = @hash";

    public ListFile? Find(Hash32 hash)
    {
        using var connection = db.Open();
        return Find(connection, hash);
    }

    internal static ListFile? Find(DbConnection connection, Hash32 hash) =>
        connection.QuerySingleOrDefault<Row>(SelectOne, new { hash }) is { } row ? new ListFile(hash, row.Name, ListFile.KindOf(row.Kind) ?? throw Unknown(row.Kind), row.Content) : null;

    private const string SelectLength = "SELECT COALESCE(SUM(length(content)), 0) FROM imported_lists WHERE hash IN @hashes";

    internal static long Length(DbConnection connection, IReadOnlyList<Hash32> hashes) =>
        hashes.Count == 0 ? 0 : connection.ExecuteScalar<long>(SelectLength, new { hashes = hashes.Select(hash => hash.ToArray()).ToArray() });

    private const string InsertOne = """
        INSERT INTO imported_lists (hash, name, kind, content, imported_at) VALUES (@hash, @name, @kind, @content, @importedAt) ON CONFLICT (hash) DO NOTHING
        """;

    internal static void Insert(WriteScope scope, ListFile file, long importedAt) =>
        scope.Connection.Execute(InsertOne, new { hash = file.Hash, name = file.Name, kind = ListFile.NameOf(file.Kind), content = file.Content, importedAt }, scope.Transaction);

    private static InvalidDataException Unknown(string kind) => new($"A stored list is of the kind '{kind}', which this program does not know: an older program on a newer database.");

    private sealed record Row(string Name, string Kind, byte[] Content);
}

/// <summary>The same lists in one view of the database, read afresh: what a recount asks.</summary>
internal sealed class ListView(DbConnection connection) : IListFiles
{
    public ListFile? Find(Hash32 hash) => ListStore.Find(connection, hash);
}
