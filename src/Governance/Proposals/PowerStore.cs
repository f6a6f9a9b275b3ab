using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Proposals;

/// <summary>Voting power that was read before a vote: at a pinned block it never changes.</summary>
public sealed class PowerStore(Db db)
{
    private const string SelectOne = "SELECT reading FROM voting_powers WHERE proposal = @proposal AND voter = @voter";

    public async Task<PowerReading?> FindAsync(long proposal, Address voter)
    {
        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<string>(SelectOne, new { proposal, voter }) is { } json ? PowerReadingJson.Read(json) : null;
    }

    private const string SelectMany = "SELECT voter AS Voter, reading AS Reading FROM voting_powers WHERE proposal = @proposal AND voter IN @voters";

    /// <summary>Of those whose power was kept.</summary>
    public async Task<IReadOnlyDictionary<Address, PowerReading>> FindManyAsync(long proposal, IReadOnlyList<Address> voters)
    {
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<(byte[] Voter, string Reading)>(SelectMany, new { proposal, voters = voters.Distinct().Select(voter => voter.ToArray()) });
        return rows.ToDictionary(row => new Address(row.Voter), row => PowerReadingJson.Read(row.Reading));
    }

    private const string InsertOne = """
        INSERT INTO voting_powers (proposal, voter, reading) VALUES (@proposal, @voter, @reading) ON CONFLICT (proposal, voter) DO UPDATE SET reading = excluded.reading
        """;

    internal static void Keep(WriteScope scope, long proposal, Address voter, PowerReading reading) =>
        scope.Connection.Execute(InsertOne, new { proposal, voter, reading = PowerReadingJson.Text(reading, withWords: true) }, scope.Transaction);
}
