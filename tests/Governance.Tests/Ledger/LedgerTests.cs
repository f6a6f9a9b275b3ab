using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using static Governance.Ledger.LedgerTiles;

namespace Governance.Tests.Ledger;

public sealed class LedgerTests
{
    [Fact]
    public async Task EveryReceipt_IsProvenAgainstEveryLaterHead()
    {
        await using var portal = await TestPortal.StartAsync();
        var receipts = await FilledAsync(portal, 40);
        var reader = portal.Get<LedgerReader>();
        var latest = (await reader.LatestAsync()).ShouldNotBeNull();
        latest.Size.ShouldBe(receipts.Count);
        latest.Signer.ShouldBe(reader.Signer);
        foreach (var receipt in receipts)
        {
            var proof = (await reader.InclusionAsync(receipt.Message.Id)).ShouldNotBeNull();
            MerkleProof.VerifyInclusion(proof.LeafHash, receipt.Message.Idx, latest.Size, proof.Path, latest.Root).ShouldBeTrue();
            receipt.Checkpoint.Signer.ShouldBe(reader.Signer);
            var grown = (await reader.ConsistencyAsync(receipt.Checkpoint.Size, latest.Size)).ShouldNotBeNull();
            MerkleProof.VerifyConsistency(grown.From, grown.To, grown.Path, receipt.Checkpoint.Root, latest.Root).ShouldBeTrue();
        }

        (await reader.ConsistencyAsync(3, latest.Size + 1)).ShouldBeNull();
        (await reader.InclusionAsync(Keccak256.Hash("nothing"u8))).ShouldBeNull();
    }

    [Fact]
    public async Task Tiles_RebuildTheSignedRoot()
    {
        await using var portal = await TestPortal.StartAsync();
        await FilledAsync(portal, 280);
        var head = (await portal.Get<LedgerReader>().LatestAsync()).ShouldNotBeNull();
        var tiles = portal.Get<LedgerTiles>();
        int rest = (int)(head.Size - Width);
        byte[] full = tiles.Read(TilePath.Parse("0/000")!).ShouldNotBeNull();
        byte[] partial = tiles.Read(TilePath.Parse($"0/001.p/{rest}")!).ShouldNotBeNull();
        var leaves = full.Concat(partial).Chunk(32).Select(b => new Hash32(b)).ToArray();
        leaves.Length.ShouldBe((int)head.Size);
        var nodes = Nodes(leaves);
        MerkleTree.Root(head.Size, (level, i) => nodes[(level, i)]).ShouldBe(head.Root);
        tiles.Read(TilePath.Parse("1/000.p/1")!).ShouldBe(nodes[(8, 0)].ToArray());
        Entries(tiles.Read(TilePath.Parse("entries/000")!)!).Select(entry => LedgerLeaf.Hash(entry)).ShouldBe(leaves.Take(Width));
        tiles.Read(TilePath.Parse("0/001")!).ShouldBeNull();
        tiles.Read(TilePath.Parse($"0/001.p/{rest + 1}")!).ShouldBeNull();
    }

    [Theory]
    [InlineData("0/000", 0L)]
    [InlineData("entries/x001/x234/067", 1_234_067L)]
    [InlineData("3/999.p/255", 999L)]
    public void TilePath_HasOneSpelling(string text, long index)
    {
        var path = TilePath.Parse(text).ShouldNotBeNull();
        path.Index.ShouldBe(index);
        path.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0/0")]
    [InlineData("0/x000/000")]
    [InlineData("8/000")]
    [InlineData("00/000")]
    [InlineData("0/000.p/0")]
    [InlineData("0/000.p/256")]
    [InlineData("0/000.p/01")]
    [InlineData("0/001/234")]
    [InlineData("../000")]
    [InlineData("-1/000")]
    public void TilePath_RefusesEveryOther(string text) => TilePath.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("DELETE FROM messages WHERE idx = (SELECT MAX(idx) FROM messages)")]
    [InlineData("DELETE FROM messages WHERE idx = 3")]
    [InlineData("DELETE FROM ledger_checkpoints WHERE size = (SELECT MAX(size) FROM ledger_checkpoints)")]
    [InlineData("UPDATE messages SET evidence = REPLACE(evidence, '1000', '1001')")]
    [InlineData("UPDATE messages SET received_at_ms = received_at_ms - 1 WHERE idx = 2")]
    [InlineData("UPDATE messages SET envelope = CAST(REPLACE(CAST(envelope AS TEXT), '\"choice\":1', '\"choice\":2') AS BLOB)")]
    [InlineData("UPDATE ledger_tiles SET hashes = zeroblob(length(hashes))")]
    [InlineData("UPDATE ledger_tiles SET hashes = CAST(substr(hashes, 1, 32 * 4) || x'00' || substr(hashes, 32 * 4 + 2) AS BLOB)")]
    [InlineData("UPDATE ledger_tiles SET hashes = substr(hashes, 1, length(hashes) - 32)")]
    [InlineData("UPDATE ledger_checkpoints SET root = zeroblob(32)")]
    [InlineData("UPDATE ledger_checkpoints SET signature = zeroblob(65)")]
    public async Task RefusesToStart_OnAStoreThatIsNotWhatItSigned(string damage)
    {
        var folder = Directory.CreateTempSubdirectory("governance-test-");
        try
        {
            await using (var portal = await TestPortal.StartAsync(folder.FullName))
            {
                await FilledAsync(portal, 12);
                using var connection = portal.Get<Db>().OpenForWriting();
                connection.Execute(damage).ShouldBeGreaterThan(0);
            }

            var refused = await Should.ThrowAsync<InvalidDataException>(async () => await TestPortal.StartAsync(folder.FullName));
            (refused.Message.Contains("Restore the newest backup", StringComparison.Ordinal) || refused.Message.Contains("put back the key file", StringComparison.Ordinal)).ShouldBeTrue(refused.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Settings, a proposal and votes, a part of them superseded.
    private static async Task<List<Receipt>> FilledAsync(TestPortal portal, int messages)
    {
        var proposal = await portal.OpenProposalAsync();
        var reader = portal.Get<Governance.Inbox.MessageReceipts>();
        var receipts = new List<Receipt> { (await reader.FindAsync(Hash32.Parse(proposal.Id))).ShouldNotBeNull() };
        SigningKey[] voters = [Signers.Alice, Signers.Bob, Signers.Carol];
        for (int i = 0; receipts.Count < messages - 1; i++)
        {
            if (i % voters.Length == 0) portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            receipts.Add(await portal.AcceptAsync(SampleMessages.Vote(portal, voters[i % voters.Length], proposal.Id, (i % 3) + 1)));
        }

        var first = await portal.Get<Governance.Messages.MessageStore>().FindAsync(0);
        receipts.Insert(0, (await reader.FindAsync(first!.Id)).ShouldNotBeNull());
        return receipts;
    }

    private static Dictionary<(int, long), Hash32> Nodes(Hash32[] leaves)
    {
        var nodes = new Dictionary<(int, long), Hash32>();
        for (int i = 0; i < leaves.Length; i++) nodes[(0, i)] = leaves[i];
        for (int level = 1; leaves.Length >> level > 0; level++)
        {
            for (long i = 0; i < leaves.Length >> level; i++) nodes[(level, i)] = MerkleTree.Parent(nodes[(level - 1, 2 * i)], nodes[(level - 1, (2 * i) + 1)]);
        }

        return nodes;
    }

    private static IEnumerable<byte[]> Entries(byte[] bundle)
    {
        for (int at = 0; at < bundle.Length;)
        {
            int length = (bundle[at] << 8) | bundle[at + 1];
            yield return bundle[(at + 2)..(at + 2 + length)];
            at += 2 + length;
        }
    }
}
