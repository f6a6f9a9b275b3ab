using System.Globalization;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Tests.Indexing;

/// <summary>
/// All that the indexer stored, as sorted text without the database's own numbers, so that two indexes can be compared. Left out is what is
/// history of one portal: reorganisations seen, and the head at which a quorum was read.
/// </summary>
public static class IndexDump
{
    private static readonly string[] Queries =
    [
        "SELECT chain, followed, head_number, head_hash, head_time, safe_number, safe_hash, finalized_number, finalized_hash, stopped FROM chain_cursors",
        "SELECT chain, number, hash, time, pinned FROM chain_blocks",
        "SELECT chain, address, space, name, token, symbol, decimals, clock_mode, counting_mode, timelock, generation FROM governors",
        "SELECT id, space, kind, author, created_at, title, body, choices, voting_system, start_at, end_at, snapshot_block, rules FROM proposals",
        """
        SELECT p.id, g.chain, g.governor, g.proposal_id, g.actions, g.description, g.vote_end, g.operation_v4, g.operation_v5, g.quorum, g.super_quorum,
               g.block, g.block_hash, g.block_time, g.tx, g.log_index FROM governor_proposals g JOIN proposals p ON p.key = g.proposal
        """,
        """
        SELECT v.chain, v.position, p.id, v.voter, v.support, v.choice, v.voting_power, v.reason, v.params, v.kind, v.block, v.block_hash, v.block_time, v.tx, v.log_index
        FROM governor_votes v JOIN proposals p ON p.key = v.proposal
        """,
        "SELECT chain, position, contract, name, subject, amount, detail, actor, block, block_hash, block_time, tx, log_index FROM execution_events",
        "SELECT p.id, t.cell, t.strategy, t.amount, t.votes FROM tally_cells t LEFT JOIN proposals p ON p.key = t.proposal",
        "SELECT 'orphans', (SELECT COUNT(*) FROM governor_votes WHERE proposal NOT IN (SELECT key FROM proposals)), (SELECT COUNT(*) FROM governor_proposals WHERE proposal NOT IN (SELECT key FROM proposals))",
    ];

    public static string Of(IndexingPortal portal)
    {
        using var connection = portal.Get<Db>().Open();
        var lines = new List<string>();
        foreach (string query in Queries)
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
            lines.Add($"-- {query.Split("FROM")[^1].Trim()}");
            lines.AddRange(rows.Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines);
    }

    private static string Text(object value) => value is byte[] bytes ? Hex.Format(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
