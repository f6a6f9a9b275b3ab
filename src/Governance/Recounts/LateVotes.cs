using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Recounts;

/// <summary>
/// The newest votes by voter, whose entries in the index may not be written yet: a recount looks from outside, and does not know what waits in
/// the process that writes. What is older must be in the index. An entry too many does no harm: whoever finds one looks at its row.
/// </summary>
internal sealed class LateVotes
{
    private const string SelectLate = "SELECT message AS Message, proposal AS Proposal, voter AS Voter FROM votes WHERE message >= @first ORDER BY message";

    private const string CountMissing = """
        SELECT (SELECT COUNT(*) FROM votes v WHERE v.message < @first
                  AND NOT EXISTS (SELECT 1 FROM votes_of_voters i WHERE i.key = substr(v.voter, 1, 8) AND i.proposal = v.proposal AND i.message = v.message))
             + (SELECT COUNT(*) FROM messages m WHERE m.idx < @first
                  AND NOT EXISTS (SELECT 1 FROM message_ids i WHERE i.key = substr(m.id, 1, 8) AND i.proposal = 0 AND i.message = m.idx))
        """;

    private readonly long _first;
    private readonly Dictionary<(long Proposal, Address Voter), List<long>> _messages;

    private LateVotes(long first, Dictionary<(long Proposal, Address Voter), List<long>> messages) => (_first, _messages) = (first, messages);

    public static LateVotes Read(DbConnection connection)
    {
        long first = LateIndexes.FirstLate(connection);
        var messages = new Dictionary<(long, Address), List<long>>();
        foreach (var row in connection.Query<Row>(SelectLate, new { first }))
        {
            if (!messages.TryGetValue((row.Proposal, row.Voter), out var list)) messages.Add((row.Proposal, row.Voter), list = []);
            list.Add(row.Message);
        }

        return new(first, messages);
    }

    /// <summary>The voter's next vote on a proposal: what the index says, or one that may not be in it.</summary>
    /// <param name="indexed">Null: the index knows none.</param>
    public long? Next(long proposal, Address voter, long message, long? indexed)
    {
        if (!_messages.TryGetValue((proposal, voter), out var late)) return indexed;
        int at = late.FindIndex(other => other > message);
        return at < 0 || late[at] > indexed ? indexed : late[at];
    }

    /// <summary>Older messages that their indexes lack.</summary>
    public long Missing(DbConnection connection) => connection.ExecuteScalar<long>(CountMissing, new { first = _first });

    private sealed record Row(long Message, long Proposal, Address Voter);
}
