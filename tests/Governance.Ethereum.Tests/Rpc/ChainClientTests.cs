using System.Text;
using System.Text.Json;

namespace Governance.Ethereum.Tests.Rpc;

/// <summary>Providers that fail, lie or hang, on real sockets: what is asked, of whom, and what the asker is told.</summary>
public sealed class ChainClientTests : IAsyncDisposable
{
    private static readonly ChainClientOptions Impatient = new()
    {
        // Long enough for a busy machine, short enough for the tests that wait it out.
        Timeout = TimeSpan.FromSeconds(4),
        RetryPause = TimeSpan.Zero,
        Attempts = 1,
        FaultsBeforeRest = 3,
        MaxReplyBytes = 64 * 1024,
        BatchSize = 8,
    };

    private readonly LyingProvider _first = new();
    private readonly LyingProvider _second = new();
    private readonly HttpClient _http = ChainClient.CreateHttp();
    private readonly StandingClock _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task NeverAsks_AProviderOfAnotherChain()
    {
        _first.Chain = "0x1";
        var fault = await FaultAsync(Client(_first));
        fault.Kind.ShouldBe(RpcFaultKind.Permanent);
        fault.Message.ShouldBe("this provider serves chain 1, not 31337");
        fault.Provider.ShouldBe(_first.Url.GetLeftPart(UriPartial.Authority));
        _first.Asked.ShouldBeEmpty();

        (await Client(_first, _second).RequestAsync("eth_blockNumber", Ct)).GetString().ShouldBe("0x1");
    }

    [Fact]
    public async Task AsksForTheChainAgain_AfterAWhile()
    {
        var client = Client(_first);
        await client.RequestAsync("eth_blockNumber", Ct);
        _first.Chain = "0x1";
        await client.RequestAsync("eth_blockNumber", Ct);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await FaultAsync(client)).Kind.ShouldBe(RpcFaultKind.Permanent);
    }

    [Theory]
    [InlineData(500, RpcFaultKind.Transient)]
    [InlineData(503, RpcFaultKind.Transient)]
    [InlineData(429, RpcFaultKind.Transient)]
    [InlineData(401, RpcFaultKind.Permanent)]
    [InlineData(302, RpcFaultKind.Permanent)]
    public async Task GoesToTheNextProvider_AfterAnHttpError(int status, RpcFaultKind alone)
    {
        _first.Status = status;
        _first.Whole = _ => "<html>";
        (await FaultAsync(Client(_first))).Kind.ShouldBe(alone);
        (await Client(_first, _second).RequestAsync("eth_blockNumber", Ct)).GetString().ShouldBe("0x1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":2,\"resu")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":2}")]
    [InlineData("{\"id\":999,\"result\":\"0x1\"}")]
    [InlineData("{\"id\":\"2\",\"result\":\"0x1\"}")]
    [InlineData("{\"id\":2,\"id\":2,\"result\":\"0x1\"}")]
    [InlineData("{\"id\":2,\"result\":\"0x1\",\"result\":\"0x2\"}")]
    [InlineData("{\"id\":2,\"error\":5}")]
    public async Task TellsGarbage_AsTransient(string reply)
    {
        _first.Whole = _ => reply;
        var fault = await FaultAsync(Client(_first));
        fault.Kind.ShouldBe(RpcFaultKind.Transient);
        (await Client(_first, _second).RequestAsync("eth_blockNumber", Ct)).GetString().ShouldBe("0x1");
    }

    [Fact]
    public async Task MatchesTheRepliesOfABatch_ById()
    {
        _first.Whole = batch => $"[{string.Join(',', batch.EnumerateArray().Reverse().Select(question => LyingProvider.Reply(question, $"\"result\":\"{question.GetProperty("method").GetString()}\"")))}]";
        var results = await Client(_first).BatchAsync([new("a"), new("b"), new("c")], Ct);
        results.Select(result => result.ValueOrThrow().GetString()).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("duplicate")]
    [InlineData("foreign")]
    [InlineData("more")]
    public async Task Refuses_ABatchWhoseIdsAreNotTheOnesAsked(string lie)
    {
        _first.Whole = batch =>
        {
            string[] ids = [.. batch.EnumerateArray().Select(question => question.GetProperty("id").GetRawText())];
            string[] told = lie switch { "missing" => ids[..^1], "duplicate" => [ids[0], ids[0], ids[2]], "foreign" => [ids[0], ids[1], "77"], _ => [.. ids, "77"] };
            return $"[{string.Join(',', told.Select(id => $"{{\"id\":{id},\"result\":\"0x1\"}}"))}]";
        };
        var results = await Client(_first).BatchAsync([new("a"), new("b"), new("c")], Ct);
        results.ShouldAllBe(result => result.Value == null && result.Fault!.Kind == RpcFaultKind.Transient);
    }

    [Fact]
    public async Task GivesEachAnswerOfABatch_ItsOwnFault_AndAsksElsewhereOnlyForWhatIsOpen()
    {
        _first.Answer = (method, _) => method switch { "b" => LyingProvider.Error(-32601, "no such method"), "c" => LyingProvider.Error(-32000, "try later"), _ => "\"result\":null" };
        _second.Answer = (method, _) => method == "b" ? LyingProvider.Error(-32601, "no such method") : "\"result\":7";
        var results = await Client(_first, _second).BatchAsync([new("a"), new("b"), new("c")], Ct);
        results[0].Value!.Value.ValueKind.ShouldBe(JsonValueKind.Null);
        results[1].Fault!.Kind.ShouldBe(RpcFaultKind.Permanent);
        results[2].Value!.Value.GetInt32().ShouldBe(7);
        _second.Asked.ShouldBe(["b", "c"]);
    }

    [Fact]
    public async Task AsksInHalves_WhatIsTooLargeTogether()
    {
        _first.Answer = (_, _) => $"\"result\":\"0x{new string('a', 20_000)}\"";
        var results = await Client(_first).BatchAsync([.. Enumerable.Range(0, 8).Select(i => new RpcCall($"m{i}"))], Ct);
        results.Count(result => result.Fault is null).ShouldBe(8);
    }

    [Fact]
    public async Task StopsReading_WhereTheReplyIsTooLarge()
    {
        long written = 0;
        _first.TakeOver = async (context, ct) =>
        {
            byte[] block = Encoding.UTF8.GetBytes(new string(' ', 16 * 1024));
            for (int i = 0; i < 10_000; i++, written += block.Length) await context.Response.OutputStream.WriteAsync(block, ct);
        };
        (await FaultAsync(Client(_first))).Kind.ShouldBe(RpcFaultKind.LimitExceeded);
        Interlocked.Read(ref written).ShouldBeLessThan(16_000_000);
    }

    [Fact]
    public async Task GivesUp_AfterItsTime_OnAProviderThatHangsOrDrips()
    {
        _first.TakeOver = (_, ct) => Task.Delay(Timeout.Infinite, ct);
        (await FaultAsync(Client(_first))).Message.ShouldBe("no answer within 4 s");
        _first.TakeOver = async (context, ct) =>
        {
            while (true)
            {
                await context.Response.OutputStream.WriteAsync(" "u8.ToArray(), ct);
                await context.Response.OutputStream.FlushAsync(ct);
                await Task.Delay(50, ct);
            }
        };
        (await FaultAsync(Client(_first))).Kind.ShouldBe(RpcFaultKind.Transient);
    }

    [Fact]
    public async Task Stops_WhenCancelled_AndBlamesNobody()
    {
        _first.TakeOver = (_, ct) => Task.Delay(Timeout.Infinite, ct);
        var client = Client(_first);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() => client.RequestAsync("eth_blockNumber", cancel.Token));
        client.Health[0].LastFault.ShouldBeNull();
        client.Health[0].State.ShouldBe(ProviderState.Working);
    }

    [Fact]
    public async Task LeavesAFailingProviderAlone_AndTriesItOnceAfterItsRest()
    {
        var client = Client(_first);
        await client.RequestAsync("eth_blockNumber", Ct);
        client.Health[0].LastOk.ShouldBe(_clock.GetUtcNow());
        _first.Status = 500;
        _first.Whole = _ => "";
        for (int i = 0; i < Impatient.FaultsBeforeRest; i++) await FaultAsync(client);
        client.Health[0].State.ShouldBe(ProviderState.Resting);
        int asked = _first.Asked.Count;
        var resting = await FaultAsync(client);
        resting.Kind.ShouldBe(RpcFaultKind.Transient);
        resting.Message.ShouldContain("HTTP status 500");
        _first.Asked.Count.ShouldBe(asked);

        _clock.Advance(Impatient.Rest);
        client.Health[0].State.ShouldBe(ProviderState.OnTrial);
        await FaultAsync(client);
        client.Health[0].State.ShouldBe(ProviderState.Resting);
        _clock.Advance(Impatient.Rest);
        (_first.Status, _first.Whole) = (200, null);
        await client.RequestAsync("eth_blockNumber", Ct);
        client.Health[0].State.ShouldBe(ProviderState.Working);
    }

    [Fact]
    public async Task StaysWithTheProviderThatAnsweredLast()
    {
        var client = Client(_first, _second);
        _first.Whole = _ => "";
        await client.RequestAsync("a", Ct);
        _first.Whole = null;
        await client.RequestAsync("b", Ct);
        _first.Asked.ShouldBe(["a"]);
        _second.Asked.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task NeverShowsAKey()
    {
        var url = new UriBuilder(_first.Url) { UserName = "operator", Password = "hunter2hunter2", Path = "/v3/0123456789abcdef", Query = "key=querysecret" }.Uri;
        _first.Answer = (_, _) => LyingProvider.Error(-32000, "project 0123456789ABCDEF of hunter2hunter2 with querysecret is over its limit");
        var client = new ChainClient(LyingProvider.ChainId, [url], _http, Impatient, _clock);
        var fault = await Should.ThrowAsync<RpcException>(() => client.RequestAsync("eth_blockNumber", Ct));
        foreach (string shown in new[] { fault.ToString(), client.Health[0].ToString() })
            foreach (string secret in new[] { "0123456789abcdef", "hunter2", "querysecret", "operator" }) shown.ShouldNotContain(secret, Case.Insensitive);
        _first.Authorizations.ShouldAllBe(header => header == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:hunter2hunter2")));
    }

    [Fact]
    public void Refuses_WhatIsNoProvider()
    {
        Should.Throw<ArgumentException>(() => new ChainClient(1, [], _http, Impatient, _clock));
        Should.Throw<ArgumentException>(() => new ChainClient(1, [new Uri("file:///etc/passwd")], _http, Impatient, _clock));
        Should.Throw<ArgumentOutOfRangeException>(() => new ChainClient(1, [_first.Url], _http, Impatient with { Attempts = 0 }, _clock));
    }

    private ChainClient Client(params LyingProvider[] providers) =>
        new(LyingProvider.ChainId, [.. providers.Select(provider => provider.Url)], _http, Impatient, _clock);

    private static async Task<RpcFault> FaultAsync(ChainClient client) =>
        (await Should.ThrowAsync<RpcException>(() => client.RequestAsync("eth_blockNumber", Ct))).Fault;
}
