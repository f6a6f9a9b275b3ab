using System.Text;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Tests.Migration;

/// <summary>Reading the claim contract's events: whatever providers do, the record is whole or there is none.</summary>
public sealed class ClaimReaderTests
{
    [Fact]
    public async Task ARecord_IsReadAgainAlike_LaterToo_AndByAProviderThatAllowsShortRangesOnly()
    {
        await using var story = await MigrationStory.TellAsync();
        var pinned = (await story.Anvil1.Client.GetBlockAsync(story.Snapshot, TestContext.Current.CancellationToken))!;
        Task<ClaimRecord> ReadAsync(params ChainClient[] providers) => ClaimReader.ReadAsync(
            providers, [new ClaimContract(story.Contracts.Claimer.Address, 1)], pinned.Number, pinned.Hash, TestContext.Current.CancellationToken);

        var record = await ReadAsync(story.Anvil1.Client);
        record.Claims.Count.ShouldBe(2);
        ClaimRecord.Parse("claims", record.ToBytes()).ToBytes().ShouldBe(record.ToBytes());
        (await ReadAsync(Client(story, new Limiting(5)), story.Anvil1.Client)).ToBytes().ShouldBe(record.ToBytes());

        // One of two hides a claim, or the chain has another block there: nothing is known.
        await Should.ThrowAsync<RpcException>(() => ReadAsync(story.Anvil1.Client, Client(story, new Hiding())));
        await Should.ThrowAsync<RpcException>(() => ClaimReader.ReadAsync([story.Anvil1.Client], [new ClaimContract(story.Contracts.Claimer.Address, 1)], pinned.Number, pinned.ParentHash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnAlteredRecord_IsNone()
    {
        await using var story = await MigrationStory.TellAsync();
        var pinned = (await story.Anvil1.Client.GetBlockAsync(story.Snapshot, TestContext.Current.CancellationToken))!;
        var record = await ClaimReader.ReadAsync([story.Anvil1.Client], [new ClaimContract(story.Contracts.Claimer.Address, 1)], pinned.Number, pinned.Hash, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(record.ToBytes());
        foreach (var (old, other) in new[] { ("governance-claims/v1", "governance-claims/v2"), (",Claimed,", ",Given,"), ("\nto ", "\nto  "), (",0x", ", 0x"), ("chain eip155:", "chain eip155:0") })
            Should.Throw<FormatException>(() => ClaimRecord.Parse("claims", Encoding.UTF8.GetBytes(text.Replace(old, other, StringComparison.Ordinal))), other);
    }

    private static ChainClient Client(MigrationStory story, DelegatingHandler wire) =>
        new(MigrationStory.L1, [story.Anvil1.Url], new HttpClient(wire), new ChainClientOptions { Attempts = 1, RetryPause = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);

    // Refuses ranges of more blocks than it likes, as many public providers do.
    private sealed class Limiting(ulong most) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            var question = asked is JsonArray batch ? batch[0]! : asked;
            if (question["method"]!.GetValue<string>() != "eth_getLogs") return await base.SendAsync(request, cancellationToken);
            var filter = question["params"]![0]!;
            if (Number(filter["toBlock"]!) - Number(filter["fromBlock"]!) < most) return await base.SendAsync(request, cancellationToken);
            JsonNode refusal = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = question["id"]!.DeepClone(), ["error"] = new JsonObject { ["code"] = -32005, ["message"] = "query exceeds max block range" } };
            return new HttpResponseMessage { Content = new StringContent((asked is JsonArray ? new JsonArray(refusal) : refusal).ToJsonString(), Encoding.UTF8, "application/json") };
        }

        private static ulong Number(JsonNode hex) => Convert.ToUInt64(hex.GetValue<string>(), 16);
    }

    // Leaves the last log out.
    private sealed class Hiding() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool isLogs = (await request.Content!.ReadAsStringAsync(cancellationToken)).Contains("eth_getLogs", StringComparison.Ordinal);
            var answer = await base.SendAsync(request, cancellationToken);
            if (!isLogs) return answer;
            var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            var logs = (json is JsonArray batch ? batch[0]! : json)["result"]!.AsArray();
            logs.RemoveAt(logs.Count - 1);
            answer.Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json");
            return answer;
        }
    }
}
