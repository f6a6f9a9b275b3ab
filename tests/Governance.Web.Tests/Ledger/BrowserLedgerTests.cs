using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Clients;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;

namespace Governance.Web.Tests.Ledger;

/// <summary>What the browser computes of receipts is what the portal computes, and viem is the second opinion on hashes and signers.</summary>
public sealed class BrowserLedgerTests
{
    [Fact]
    public async Task EveryProof_OfEverySmallTree_IsJudgedAsHere()
    {
        var cases = new List<(object Case, bool Expected)>();
        var leaves = Enumerable.Range(0, 21).Select(static i => LedgerLeaf.Hash([(byte)i])).ToArray();
        for (int size = 1; size <= leaves.Length; size++)
        {
            var (nodes, root) = Tree(leaves[..size]);
            for (int i = 0; i < size; i++)
            {
                var path = MerkleTree.InclusionProof(i, size, nodes).Select(static h => h.ToString()).ToArray();
                cases.Add((Inclusion(leaves[i], i, size, path, root), true));
                cases.Add((Inclusion(leaves[i], (i + 1) % size, size, path, root), size == 1));
                if (path.Length > 0) cases.Add((Inclusion(leaves[i], i, size, path[1..], root), false));
            }

            for (int first = 1; first <= size; first++)
            {
                var before = Tree(leaves[..first]).Root;
                var path = MerkleTree.ConsistencyProof(first, size, nodes).Select(static h => h.ToString()).ToArray();
                cases.Add((Consistency(first, size, path, before, root), true));
                cases.Add((Consistency(first, size, path, LedgerLeaf.Hash([99]), root), false));
                if (first > 1) cases.Add((Consistency(first - 1, size, path, before, root), false));
            }
        }

        var answers = await AskAsync(cases.Select(static c => c.Case));
        for (int i = 0; i < cases.Count; i++) answers[i].GetProperty("ok").GetBoolean().ShouldBe(cases[i].Expected, JsonSerializer.Serialize(cases[i].Case));
    }

    [Fact]
    public async Task HashesAndSigners_AreViemsAndOurs()
    {
        var random = new Random(20261122);
        var cases = new List<object>();
        foreach (int length in (int[])[0, 1, 31, 32, 135, 136, 137, 271, 272, 1000]) cases.Add(new { command = "keccak", bytes = Hex.Format(Bytes(random, length)) });
        for (int i = 0; i < 12; i++) cases.Add(new { command = "viem", key = Hex.Format(Bytes(random, 32)), text = $"head {i} — ü\n" });
        (await AskAsync(cases)).ShouldAllBe(static answer => answer.GetProperty("ok").GetBoolean());

        using var signer = NewSigner();
        var head = signer.Sign(12_345, LedgerLeaf.Hash([1]), DateTimeOffset.UnixEpoch);
        var entry = "governance-leaf/v1\n1\n…\n";
        var answered = await AskAsync([new { command = "head", note = head.Note(signer.Address) }, new { command = "leaf", entry }, new { command = "cid", text = "{\"ü\":1}" }]);
        answered[0].GetProperty("address").GetString().ShouldBe(signer.Address.ToString().ToLowerInvariant());
        answered[0].GetProperty("size").GetInt64().ShouldBe(12_345);
        answered[1].GetProperty("hash").GetString().ShouldBe(LedgerLeaf.Hash(Encoding.UTF8.GetBytes(entry)).ToString());
        answered[2].GetProperty("hash").GetString().ShouldBe(Cid.OfRaw("{\"ü\":1}"u8));
    }

    [Fact]
    public async Task AReceipt_IsGood_AndEveryAlteredPartIsNamed()
    {
        string text = Receipt();
        (string What, Action<JsonNode> Alter, string Sentence)[] ways =
        [
            ("the entry", r => r["entry"] = r["entry"]!.GetValue<string>().Replace("1780000000000", "1780000000001", StringComparison.Ordinal), "The ledger entry in this receipt was altered"),
            ("entry and leaf", Releaf, "The proof does not lead from the entry to the signed head"),
            ("the leaf", r => r["leafHash"] = LedgerLeaf.Hash([3]).ToString(), "The ledger entry in this receipt was altered"),
            ("the place", r => r["index"] = 2, "The receipt contradicts itself"),
            ("the id", r => r["id"] = "0x" + new string('1', 64), "The receipt contradicts itself"),
            ("the choice", r => r["envelope"]!["data"]!["message"]!["choice"] = 2, "The signed message in this receipt was altered"),
            ("the path", r => r["path"]![0] = LedgerLeaf.Hash([3]).ToString(), "The proof does not lead from the entry to the signed head"),
            ("the size", r => r["checkpoint"] = r["checkpoint"]!.GetValue<string>().Replace("\n5\n", "\n6\n", StringComparison.Ordinal), "The portal’s signature on the ledger’s head is wrong"),
            ("the signer", r => r["signer"] = "0x" + new string('1', 40), "The portal’s signature on the ledger’s head is wrong"),
            ("the version", r => r["receipt"] = "governance-receipt/v2", "Its first field does not say governance-receipt/v1"),
            ("no path", r => r.AsObject().Remove("path"), "It lacks its place in the ledger"),
        ];
        var altered = ways.Select(way => { var json = JsonNode.Parse(text)!; way.Alter(json); return json.ToJsonString(); });
        var answers = await AskAsync([.. altered.Prepend(text).Append(text[..^40]).Select(static t => new { command = "receipt", text = t })]);
        answers[0].GetProperty("ok").GetBoolean().ShouldBeTrue(answers[0].ToString());
        for (int i = 0; i < ways.Length; i++) answers[i + 1].GetProperty("text").GetString().ShouldStartWith(ways[i].Sentence, customMessage: ways[i].What);
        answers[^1].GetProperty("text").GetString().ShouldStartWith("It is not JSON");
    }

    private static string Receipt()
    {
        byte[] envelope = """{"address":"0x01","sig":"0x02","hash":"0x03","data":{"domain":{},"types":{},"message":{"choice":1,"metadata":"ü"}}}"""u8.ToArray();
        using var signer = NewSigner();
        var message = new StoredMessage(3, LedgerLeaf.Hash([9]), "vote", "walkers.eth", signer.Address, signer.Address, 1_780_000_000, 1_780_000_000_000, envelope, """{"signature":"key"}""", 2);
        byte[] entry = LedgerLeaf.Entry(message);
        var leaves = Enumerable.Range(0, 5).Select(i => i == 3 ? LedgerLeaf.Hash(entry) : LedgerLeaf.Hash([(byte)i])).ToArray();
        var (nodes, root) = Tree(leaves);
        var proof = new InclusionProof(message, entry, leaves[3], MerkleTree.InclusionProof(3, 5, nodes), signer.Sign(5, root, DateTimeOffset.UnixEpoch));
        return Encoding.UTF8.GetString(ReceiptFile.Write(proof, signer.Address));
    }

    private static LedgerSigner NewSigner() => new(SigningKey.FromPrivateKey([.. Enumerable.Repeat((byte)7, 32)]));

    // As one who can hash would: entry and leaf agree again.
    private static void Releaf(JsonNode receipt)
    {
        string entry = receipt["entry"]!.GetValue<string>().Replace("1780000000000", "1780000000001", StringComparison.Ordinal);
        (receipt["entry"], receipt["leafHash"]) = (entry, LedgerLeaf.Hash(Encoding.UTF8.GetBytes(entry)).ToString());
    }

    private static (Func<int, long, Hash32> Nodes, Hash32 Root) Tree(Hash32[] leaves)
    {
        var nodes = new Dictionary<(int, long), Hash32>();
        var tree = new MerkleRange();
        foreach (var leaf in leaves) tree.Append(leaf, (level, index, hash) => nodes[(level, index)] = hash);
        return ((level, index) => nodes[(level, index)], tree.Root);
    }

    private static object Inclusion(Hash32 leaf, long index, long size, string[] path, Hash32 root) =>
        new { command = "inclusion", leaf = leaf.ToString(), index, size, path, root = root.ToString() };

    private static object Consistency(long first, long second, string[] path, Hash32 firstRoot, Hash32 secondRoot) =>
        new { command = "consistency", first, second, path, firstRoot = firstRoot.ToString(), secondRoot = secondRoot.ToString() };

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static Task<IReadOnlyList<JsonElement>> AskAsync(IEnumerable<object> cases) =>
        NodeClients.RunAsync("browser-ledger.mjs", [Path.Combine(NodeClients.InstalledFolder, "..", "..", "wwwroot", "js")], string.Join('\n', cases.Select(static c => JsonSerializer.Serialize(c))) + "\n", TestContext.Current.CancellationToken);
}
