using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>What the followed governors say of themselves.</summary>
public sealed class GovernorStore(Db db)
{
    private const string Columns = """
        chain AS Chain, address AS Address, space AS Space, name AS Name, token AS Token, symbol AS Symbol, decimals AS Decimals,
        clock_mode AS ClockMode, counting_mode AS CountingMode, timelock AS Timelock, generation AS Generation
        """;

    private const string SelectAll = $"SELECT {Columns} FROM governors ORDER BY chain, address";

    /// <summary>Every governor that was read; they are few.</summary>
    public async Task<IReadOnlyList<Governor>> ListAsync()
    {
        await using var connection = db.Open();
        return [.. (await connection.QueryAsync<Row>(SelectAll)).Select(row => row.ToGovernor())];
    }

    private const string Upsert = """
        INSERT INTO governors (chain, address, space, name, token, symbol, decimals, clock_mode, counting_mode, timelock, generation)
        VALUES (@chain, @Address, @Space, @Name, @token, @Symbol, @Decimals, @ClockMode, @CountingMode, @timelock, @generation)
        ON CONFLICT (chain, address) DO UPDATE SET space = excluded.space, name = excluded.name, token = excluded.token, symbol = excluded.symbol,
            decimals = excluded.decimals, clock_mode = excluded.clock_mode, counting_mode = excluded.counting_mode, timelock = excluded.timelock,
            generation = excluded.generation
        """;

    internal static void Put(WriteScope scope, Governor governor) => scope.Connection.Execute(Upsert, new
    {
        chain = (long)governor.Chain, governor.Address, governor.Space, governor.Name, token = governor.Token?.ToArray(), governor.Symbol,
        governor.Decimals, governor.ClockMode, governor.CountingMode, timelock = governor.Timelock?.ToArray(),
        generation = governor.Generation.ToJson(),
    }, scope.Transaction);

    private const string DeleteOfChain = "DELETE FROM governors WHERE chain = @chain";

    internal static void RemoveAll(WriteScope scope, ulong chain) => scope.Connection.Execute(DeleteOfChain, new { chain = (long)chain }, scope.Transaction);

    private sealed record Row(
        long Chain, Address Address, string Space, string Name, byte[]? Token, string Symbol, long Decimals, string ClockMode, string CountingMode, byte[]? Timelock,
        string Generation)
    {
        public Governor ToGovernor() => new(
            (ulong)Chain, Address, Space, Name, Token is { } token ? new Address(token) : null, Symbol, (int)Decimals, ClockMode, CountingMode,
            Timelock is { } timelock ? new Address(timelock) : null, GovernorGeneration.FromJson(Generation));
    }
}
