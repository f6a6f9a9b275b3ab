using Dapper;
using Governance.Ethereum;

namespace Governance.Votes;

/// <content>What tells how much of a delegated power counts now.</content>
public sealed partial class VoteStore
{
    private const int MostAsked = 500;

    private const string SelectVoted = """
        SELECT v.voter FROM votes v WHERE +v.proposal = @proposal AND v.superseded_by IS NULL AND v.voter IN @accounts
          AND v.message IN (SELECT i.message FROM votes_of_voters i WHERE i.key IN @keys AND i.proposal = @proposal UNION ALL SELECT n.message FROM votes n WHERE n.message >= @late)
        """;

    /// <summary>Those of these accounts that have a vote that counts.</summary>
    public async Task<IReadOnlySet<Address>> VotedAsync(long proposal, IEnumerable<Address> accounts)
    {
        var voted = new HashSet<Address>();
        await using var connection = db.Open();
        foreach (var asked in accounts.Chunk(MostAsked))
        {
            voted.UnionWith(await connection.QueryAsync<Address>(SelectVoted, new
            {
                proposal, accounts = asked.Select(account => account.ToArray()), keys = asked.Select(account => account.Bytes[..8].ToArray()), late = db.Late.VotesOfVoters.From,
            }));
        }

        return voted;
    }

    private const string SelectWithheld = "SELECT strategy AS Strategy, amount AS Amount FROM vote_withheld WHERE proposal = @proposal AND delegate = @account";

    /// <summary>By strategy, in the proposal's decimals: what belongs to accounts that voted themselves of what this one received.</summary>
    public async Task<IReadOnlyDictionary<int, VotingPower>> WithheldAsync(long proposal, Address account)
    {
        await using var connection = db.Open();
        return (await connection.QueryAsync<WithheldRow>(SelectWithheld, new { proposal, account })).ToDictionary(row => (int)row.Strategy, row => row.Amount);
    }

    private sealed record WithheldRow(long Strategy, VotingPower Amount);
}
