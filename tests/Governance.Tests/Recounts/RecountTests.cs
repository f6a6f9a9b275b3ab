using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Recounts;

namespace Governance.Tests.Recounts;

public sealed class RecountTests
{
    public static TheoryData<string, string> Damages => new()
    {
        { "UPDATE votes SET choice = '3' WHERE message = 2", "wrong-choice" },
        { "UPDATE votes SET voting_power = zeroblob(32) WHERE message = 2", "wrong-stored-power" },
        { "UPDATE votes SET by_strategy = zeroblob(32) WHERE message = 2", "wrong-stored-power" },
        { "UPDATE votes SET voter = zeroblob(20) WHERE message = 3", "wrong-voter" },
        { "UPDATE votes SET reason = 'other' WHERE message = 3", "wrong-reason" },
        { "UPDATE votes SET timestamp = timestamp + 1 WHERE message = 3", "wrong-timestamp" },
        { "UPDATE votes SET superseded_by = 7 WHERE message = 2", "wrong-superseded" },
        { "DELETE FROM votes WHERE message = 4", "missing-vote" },
        { "DELETE FROM votes WHERE message = (SELECT MAX(message) FROM votes)", "uncounted-vote" },
        { "UPDATE tally_cells SET votes = votes + 1 WHERE cell = ''", "wrong-tally" },
        { "DELETE FROM tally_cells WHERE cell = '1' AND strategy = 0", "wrong-tally" },
        { "INSERT INTO tally_cells (proposal, cell, strategy, amount, votes) VALUES (1, '9', -1, zeroblob(32), 1)", "wrong-tally" },
        { "UPDATE messages SET evidence = REPLACE(evidence, '\"1000\"', '\"2000\"') WHERE idx = 2", "wrong-node" },
        { "UPDATE messages SET evidence = REPLACE(evidence, '\"1000\"', '\"2000\"') WHERE idx = 2", "wrong-power" },
        { "UPDATE messages SET received_at_ms = received_at_ms + 90000000 WHERE idx = 5", "arrived-outside-window" },
        { "UPDATE messages SET author = zeroblob(20) WHERE idx = 5", "wrong-author" },
        { "UPDATE messages SET space = 'else' WHERE idx = 5", "wrong-space" },
        { "UPDATE messages SET kind = 'vote-array' WHERE idx = 5", "wrong-kind" },
        { "UPDATE messages SET envelope = CAST(REPLACE(CAST(envelope AS TEXT), '\"choice\":1', '\"choice\":2') AS BLOB) WHERE idx = 2", "wrong-id" },
        { "UPDATE messages SET envelope = CAST(REPLACE(CAST(envelope AS TEXT), '\"choice\":1', '\"choice\":2') AS BLOB) WHERE idx = 2", "wrong-signature" },
        { "UPDATE messages SET envelope = x'7b7d' WHERE idx = 6", "unreadable" },
        { "DELETE FROM messages WHERE idx = 6", "missing-message" },
        { "UPDATE ledger_tiles SET hashes = zeroblob(length(hashes))", "wrong-node" },
        { "DELETE FROM ledger_tiles", "missing-node" },
        { "UPDATE ledger_tiles SET hashes = substr(hashes, 1, 32 * 8)", "missing-node" },
        { "INSERT INTO ledger_tiles (level, idx, hashes) VALUES (0, 900, zeroblob(32))", "extra-node" },
        { "INSERT INTO ledger_tiles (level, idx, hashes) VALUES (1, 0, zeroblob(32))", "extra-node" },
        { "UPDATE ledger_tiles SET hashes = CAST(hashes || x'00' AS BLOB)", "extra-node" },
        { "UPDATE ledger_checkpoints SET root = zeroblob(32) WHERE size = 3", "wrong-head" },
        { "UPDATE ledger_checkpoints SET signature = zeroblob(65) WHERE size = 3", "wrong-head-signature" },
        { "DELETE FROM ledger_checkpoints WHERE size = (SELECT MAX(size) FROM ledger_checkpoints)", "wrong-head" },
        { "UPDATE proposals SET end_at = end_at + 60", "wrong-proposal" },
        { "UPDATE proposals SET choices = '[\"For\",\"Abstain\",\"Against\"]'", "wrong-proposal" },
        { "UPDATE proposals SET key = 99", "uncounted-vote" },
        { "DELETE FROM proposals", "missing-proposal" },
        { "UPDATE proposals SET deleted_message = 8", "wrong-withdrawal" },
        { "UPDATE proposals SET updated_message = 8", "wrong-change" },
        { "UPDATE proposals SET choices = 'x'", "unreadable-proposal" },
        { "DELETE FROM spaces", "missing-settings" },
        { "UPDATE spaces SET settings = REPLACE(settings, 'Phala', 'Phila')", "wrong-settings" },
        { "INSERT INTO aliases (account, alias, set_at, message, revoked) VALUES (zeroblob(20), zeroblob(20), 1, 1, 0)", "wrong-alias" },
        { "UPDATE proposals SET rules = REPLACE(rules, '\"quorum\":\"0\"', '\"quorum\":\"1\"')", "wrong-rules" },
    };

    [Fact]
    public async Task WhatWasAccepted_RecountsEqual()
    {
        await using var portal = await FilledAsync();
        var report = portal.Get<Recount>().Run(TestContext.Current.CancellationToken);
        report.Differences.ShouldBeEmpty();
        (report.Messages, report.Votes, report.OnTrust).ShouldBe((9, 7, 0));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task EveryDamage_IsFoundAndNamed(string damage, string code)
    {
        await using var portal = await FilledAsync();
        using (var connection = portal.Get<Db>().OpenForWriting()) connection.Execute("PRAGMA foreign_keys=0; " + damage).ShouldBeGreaterThan(0);
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.Select(d => d.Code).ShouldContain(code);
    }

    // Messages 0 and 1 are settings and proposal; 2 to 8 are votes, of which Alice's first two were replaced.
    private static async Task<TestPortal> FilledAsync()
    {
        var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        (SigningKey Voter, int Choice)[] votes = [(Signers.Alice, 1), (Signers.Bob, 2), (Signers.Alice, 2), (Signers.Carol, 3), (Signers.Bob, 1), (Signers.Alice, 1), (Signers.Carol, 2)];
        foreach (var (voter, choice) in votes)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, choice, reason: "because, \"as said\"\n– so"));
        }

        return portal;
    }
}
