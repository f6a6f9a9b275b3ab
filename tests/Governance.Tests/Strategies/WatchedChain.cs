using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Tests.Strategies;

/// <summary>A real local chain behind a wire that counts requests and can be cut or made to lie.</summary>
internal sealed class WatchedChain : IAsyncDisposable
{
    public static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    private WatchedChain(Anvil anvil, StakedToken contracts) => (Anvil, Contracts) = (anvil, contracts);

    public Anvil Anvil { get; }

    public StakedToken Contracts { get; }

    public Address Owner => Anvil.Accounts[0];

    public string Token => Contracts.Token.Address.ToString();

    public string Vault => Contracts.Vault.Address.ToString();

    public static async Task<WatchedChain> StartAsync(ulong chainId = 31337)
    {
        var ct = TestContext.Current.CancellationToken;
        var anvil = await Anvil.StartAsync(new AnvilOptions { ChainId = chainId }, ct);
        return new(anvil, await DeployContracts.TokenAndVaultAsync(anvil, anvil.Accounts[0], ct: ct));
    }

    /// <summary>The chain as a portal follows it, through these wires: one provider each.</summary>
    public FollowedChain Followed(params Wire[] wires) => Followed(Confidence.Latest, wires);

    /// <summary>The same; power is read at blocks that are so sure.</summary>
    public FollowedChain Followed(Confidence confidence, params Wire[] wires)
    {
        // Impatient: a test of a dead provider should not take a minute.
        var options = new ChainClientOptions { Attempts = 1, RetryPause = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(5) };
        var providers = wires.Select(wire => new ChainClient(Anvil.ChainId, [Anvil.Url], new HttpClient(wire), options, TimeProvider.System)).ToArray();
        return new FollowedChain(providers[0], [], 0) { Providers = providers, Confidence = confidence };
    }

    /// <summary>The newest block, pinned.</summary>
    public async Task<SnapshotBlock> PinAsync()
    {
        var block = (await Anvil.Client.GetBlockAsync(BlockTag.Latest, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        return new(Anvil.ChainId, block.Number, block.Hash, block.Timestamp);
    }

    public async ValueTask DisposeAsync() => await Anvil.DisposeAsync();
}

/// <summary>What lies between the portal and one provider.</summary>
internal sealed class Wire : DelegatingHandler
{
    private int _requests;

    public Wire()
        : base(new SocketsHttpHandler())
    {
    }

    public int Requests => _requests;

    public bool IsCut { get; set; }

    /// <summary>Changes the text of an answer; null: as it came.</summary>
    public Func<string, string>? Alter { get; set; }

    /// <summary>Answers a question in the provider's place with this error (JSON); null: the provider answers.</summary>
    public Func<JsonNode, string?>? Answer { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        if (IsCut) return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        if (Answer is { } answers && await RefusalAsync(answers, request, cancellationToken) is { } refusal) return refusal;
        var answer = await base.SendAsync(request, cancellationToken);
        if (Alter is { } alter) answer.Content = new StringContent(alter(await answer.Content.ReadAsStringAsync(cancellationToken)), System.Text.Encoding.UTF8, "application/json");
        return answer;
    }

    // One refused question of a batch refuses all that come with it, as providers' limits do.
    private static async Task<HttpResponseMessage?> RefusalAsync(Func<JsonNode, string?> answers, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        JsonNode[] questions = body is JsonArray many ? [.. many.OfType<JsonNode>()] : [body];
        if (questions.Select(question => answers(question)).FirstOrDefault(error => error is not null) is not { } error) return null;
        var replies = questions.Select(question => new JsonObject { ["jsonrpc"] = "2.0", ["id"] = question["id"]!.DeepClone(), ["error"] = JsonNode.Parse(error) }).ToArray();
        var text = body is JsonArray ? new JsonArray([.. replies]).ToJsonString() : replies[0].ToJsonString();
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text, System.Text.Encoding.UTF8, "application/json") };
    }
}
