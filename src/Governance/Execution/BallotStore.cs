using System.Numerics;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>Signed ballots for governors.</summary>
public sealed class BallotStore(Db db)
{
    private const string Columns = """
        digest AS Digest, voter AS Voter, chain AS Chain, governor AS Governor, proposal_id AS ProposalId, support AS Support, reason AS Reason,
        params AS Params, nonce AS Nonce, signature AS Signature, received_ms AS ReceivedMs
        """;

    private const string SelectOfProposal = $"""
        SELECT {Columns} FROM governor_ballots WHERE chain = @chain AND governor = @governor AND proposal_id = @proposalId
        ORDER BY received_ms DESC, digest, voter LIMIT @limit
        """;

    /// <summary>A proposal's ballots, newest first.</summary>
    public async Task<IReadOnlyList<AcceptedBallot>> OfProposalAsync(GovernorProposal parts, int limit)
    {
        ArgumentNullException.ThrowIfNull(parts);
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<Row>(SelectOfProposal, new { chain = (long)parts.Chain, governor = parts.Governor, proposalId = parts.ProposalId, limit });
        return [.. rows.Select(row => row.ToBallot())];
    }

    private const string CountOfVoter = "SELECT COUNT(*) FROM governor_ballots WHERE chain = @chain AND governor = @Governor AND proposal_id = @ProposalId AND voter = @voter AND digest <> @Digest";

    /// <summary>How many other ballots the voter has left for the proposal.</summary>
    internal static long OthersOfVoter(WriteScope scope, AcceptedBallot ballot) => scope.Connection.ExecuteScalar<long>(
        CountOfVoter, new { chain = (long)ballot.Chain, ballot.Governor, ballot.ProposalId, voter = ballot.Decision.Voter, ballot.Digest }, scope.Transaction);

    // A contract account's owners may change, and with them the signature that it accepts.
    private const string Upsert = """
        INSERT INTO governor_ballots (digest, voter, chain, governor, proposal_id, support, reason, params, nonce, signature, received_ms)
        VALUES (@Digest, @Voter, @chain, @Governor, @ProposalId, @Support, @Reason, @Params, @nonce, @Signature, @receivedMs)
        ON CONFLICT (digest, voter) DO UPDATE SET signature = excluded.signature
        """;

    internal static void Put(WriteScope scope, AcceptedBallot ballot) => scope.Connection.Execute(Upsert, new
    {
        ballot.Digest, ballot.Decision.Voter, chain = (long)ballot.Chain, ballot.Governor, ballot.ProposalId, ballot.Decision.Support, ballot.Decision.Reason,
        ballot.Decision.Params, nonce = ballot.Ballot.Nonce is { } nonce ? VotingPower.FromBigInteger(nonce).ToBytes() : null, ballot.Ballot.Signature,
        receivedMs = ballot.ReceivedAt.ToUnixTimeMilliseconds(),
    }, scope.Transaction);

    private sealed record Row(
        Hash32 Digest, Address Voter, long Chain, Address Governor, Hash32 ProposalId, long Support, string Reason, byte[] Params, byte[]? Nonce, byte[] Signature, long ReceivedMs)
    {
        public AcceptedBallot ToBallot() => new(
            Digest, (ulong)Chain, Governor, ProposalId,
            new SignedBallot(new BallotDecision(Voter, (byte)Support, Reason, Params), Nonce is null ? null : new BigInteger(Nonce, isUnsigned: true, isBigEndian: true), Signature),
            DateTimeOffset.FromUnixTimeMilliseconds(ReceivedMs));
    }
}
