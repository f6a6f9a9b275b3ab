using System.Collections.Concurrent;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Spaces;

/// <summary>The spaces that this portal hosts. Few and read with every message, so they are kept in memory beside the table.</summary>
public sealed class SpaceStore(Db db)
{
    private readonly ConcurrentDictionary<string, Space> _spaces = new(StringComparer.Ordinal);

    public IReadOnlyList<Space> List() => [.. _spaces.Values.OrderBy(space => space.Id, StringComparer.Ordinal)];

    public Space? Find(string id) => _spaces.GetValueOrDefault(id);

    private const string SelectAll = "SELECT id AS Id, controller AS Controller, settings AS Settings, message AS Message, updated_at AS UpdatedAt FROM spaces";

    /// <summary>Reads the table into memory, on start.</summary>
    /// <exception cref="InvalidDataException">Stored settings can not be read by this program.</exception>
    public async Task LoadAsync()
    {
        await using var connection = db.Open();
        foreach (var row in await connection.QueryAsync<Row>(SelectAll)) Keep(row);
    }

    private const string Upsert = """
        INSERT INTO spaces (id, controller, settings, message, updated_at) VALUES (@Id, @Controller, @Settings, @Message, @UpdatedAt)
        ON CONFLICT (id) DO UPDATE SET controller = excluded.controller, settings = excluded.settings, message = excluded.message, updated_at = excluded.updated_at
        """;

    /// <summary>Stores the space in the group's transaction and shows it once that is durable.</summary>
    public void Put(WriteScope scope, Space space)
    {
        scope.Connection.Execute(Upsert, new Row(space.Id, space.Controller?.ToArray(), space.Settings.Json, space.Message, space.UpdatedAt), scope.Transaction);
        scope.AfterCommit(() => _spaces[space.Id] = space);
    }

    /// <summary>Shows a space that nobody configured because a followed governor belongs to it. Not stored: it follows from the governor. An opened space stays as it is.</summary>
    public void Show(Space space) => _spaces.TryAdd(space.Id, space);

    private void Keep(Row row)
    {
        var settings = SpaceSettings.ReadStored(row.Settings);
        if (settings.Rejection is { } fault)
            throw new InvalidDataException($"The stored settings of the space '{row.Id}' are not valid here: {fault.Explanation}");
        _spaces[row.Id] = new Space(row.Id, row.Controller is { } c ? new Address(c) : null, settings.Value, row.Message, row.UpdatedAt);
    }

    private sealed record Row(string Id, byte[]? Controller, string Settings, long? Message, long UpdatedAt);
}
