using System.Text;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Benchmarks.Portals;

/// <summary>A chain of one block, for the block that a proposal pins. Nothing else is asked: the voters' powers are known before they vote.</summary>
internal sealed class OneBlockChain : HttpMessageHandler
{
    internal const ulong Number = 17_000_000;

    internal static ChainRegistry Registry(TimeProvider clock) =>
        ChainRegistry.Of([new ChainOptions { Id = 1, Rpc = ["http://one.block"] }], new HttpClient(new OneBlockChain()), clock);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var answer = asked is JsonArray many ? new JsonArray([.. many.Select(one => (JsonNode)Answer(one!))]) : (JsonNode)Answer(asked);
        return new HttpResponseMessage { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
    }

    private static JsonObject Answer(JsonNode question) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = question["id"]!.DeepClone(),
        ["result"] = question["method"]!.GetValue<string>() switch
        {
            "eth_chainId" => "0x1",
            "eth_getBlockByNumber" => new JsonObject
            {
                ["number"] = $"0x{Number:x}",
                ["hash"] = Keccak256.Hash("one block"u8).ToString(),
                ["parentHash"] = default(Hash32).ToString(),
                ["timestamp"] = $"0x{PortalMaker.Opened - 60:x}",
                ["logsBloom"] = "0x" + new string('0', 512),
            },
            var method => throw new InvalidOperationException($"A chain of one block was asked for {method}."),
        },
    };
}
