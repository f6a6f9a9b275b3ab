using System.Reflection;
using Dapper;

namespace Governance.Database;

/// <summary>
/// Brings the schema to this program's version: each numbered file of <c>Migrations/</c> once, in order, each in a transaction of its own
/// together with its row in <c>migrations</c>, so that a kill between or within steps is repeated or continued, never half done.
/// </summary>
public static class Migrator
{
    /// <exception cref="InvalidDataException">The database was written by a newer version of the program.</exception>
    public static void Run(Db db)
    {
        using var connection = db.OpenForWriting();
        connection.Execute("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)");
        var done = connection.Query<int>("SELECT version FROM migrations").ToHashSet();
        int current = done.DefaultIfEmpty(0).Max();
        var files = Files();
        if (current > files[^1].Version)
            throw new InvalidDataException($"The database has schema version {current}, this program knows {files[^1].Version}: start the newer program, or restore a backup made before its first start.");
        foreach (var file in files.Where(f => !done.Contains(f.Version)))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(file.Sql, transaction: transaction);
            connection.Execute("INSERT INTO migrations (version, name) VALUES (@Version, @Name)", new { file.Version, file.Name }, transaction);
            transaction.Commit();
        }

        LateIndexes.Complete(connection);
    }

    private static List<(int Version, string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string prefix = "Migrations/";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(prefix.Length, 4), System.Globalization.CultureInfo.InvariantCulture), name[prefix.Length..], Read(assembly, name)))
            .OrderBy(file => file.Item1)
            .ToList();
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
