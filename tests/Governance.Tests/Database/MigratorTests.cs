using Dapper;
using Governance.Database;

namespace Governance.Tests.Database;

/// <summary>Promise 29: a kill at any step of a migration is repeated or continued by the next start.</summary>
public sealed class MigratorTests
{
    [Fact]
    public void EveryMoment_OfEveryMigration_IsContinuedToTheSameSchema()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        using var disk = new FaultyDisk(folder);
        string schema = SchemaOf(Migrated(folder + "-fresh"));
        schema.ShouldContain("CREATE TABLE votes");
        var film = new CrashFilm(disk, seed: 29, everyNth: 4, picture => SchemaOf(Migrated(picture)).ShouldBe(schema));

        Migrator.Run(new Db(disk.Options));
        film.End();

        film.Pictures.ShouldBeGreaterThan(50);
        SchemaOf(new Db(disk.Options)).ShouldBe(schema);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        Directory.Delete(folder + "-fresh", recursive: true);
    }

    [Fact]
    public void Refuses_ADatabaseOfANewerProgram()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        var db = Migrated(folder);
        using (var connection = db.OpenForWriting()) connection.Execute("INSERT INTO migrations (version, name) VALUES (9999, 'of the future')");

        Should.Throw<InvalidDataException>(() => Migrator.Run(db)).Message.ShouldContain("start the newer program, or restore a backup");
        Directory.Delete(folder, recursive: true);
    }

    private static Db Migrated(string folder)
    {
        Directory.CreateDirectory(folder);
        var db = new Db(new DatabaseOptions { Directory = folder, ConnectionString = $"Data Source={Path.Combine(folder, "governance.db")};Pooling=False" });
        Migrator.Run(db);
        return db;
    }

    private static string SchemaOf(Db db)
    {
        using var connection = db.Open();
        connection.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
        return string.Join('\n', connection.Query<string>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name").Concat(connection.Query<string>("SELECT version || ' ' || name FROM migrations ORDER BY version")));
    }
}
