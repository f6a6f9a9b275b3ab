using System.Globalization;

namespace Governance.Ethereum.Tests.Rpc;

/// <summary>Well-formed replies with a wrong content, and what a provider's errors mean.</summary>
public sealed class LyingAnswerTests : IAsyncDisposable
{
    private static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000aa");
    private static readonly Hash32 Topic = Keccak256.Hash("Transfer(address,address,uint256)"u8);
    private static readonly Hash32 Block = Keccak256.Hash("block 7"u8);

    private readonly LyingProvider _provider = new();
    private readonly HttpClient _http = ChainClient.CreateHttp();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ChainClient Client => new(LyingProvider.ChainId, [_provider.Url], _http, new ChainClientOptions { Attempts = 1 }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Reads_AHeader()
    {
        _provider.Answer = (_, _) => Header();
        var header = (await Client.GetBlockAsync(7, Ct))!;
        header.Hash.ShouldBe(Block);
        header.Timestamp.ShouldBe(100ul);
        header.LogsBloom.Length.ShouldBe(256);
        _provider.Answer = (_, _) => "\"result\":null";
        (await Client.GetBlockAsync(7, Ct)).ShouldBeNull();
        _provider.Answer = (_, _) => LyingProvider.Error(-39001, "finalized block not found");
        (await Client.GetBlockAsync(BlockTag.Finalized, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Refuses_ABlockThatWasNotAskedFor()
    {
        _provider.Answer = (_, _) => Header();
        await RefusesAsync(() => Client.GetBlockAsync(8, Ct), "block 7 in place of 8");
        await RefusesAsync(() => Client.GetBlockAsync(Topic, Ct), "in place of");
        (await Client.GetBlockAsync(Block, Ct)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("number", "null")]
    [InlineData("number", "\"7\"")]
    [InlineData("number", "7")]
    [InlineData("number", "\"0x10000000000000000\"")]
    [InlineData("hash", "null")]
    [InlineData("hash", "\"0x00\"")]
    [InlineData("parentHash", "\"\\ud800\"")]
    [InlineData("timestamp", "\"0x\"")]
    [InlineData("logsBloom", "\"0x00\"")]
    public async Task Refuses_AHeaderWithAHole(string member, string value)
    {
        _provider.Answer = (_, _) => Header((member, value));
        (await Should.ThrowAsync<RpcException>(() => Client.GetBlockAsync(7, Ct))).Fault.Kind.ShouldBe(RpcFaultKind.Transient);
    }

    [Fact]
    public async Task Orders_Logs()
    {
        _provider.Answer = (_, _) => Logs(Log(), Log(("logIndex", "\"0x2\"")), Log(("blockNumber", "\"0x6\""), ("blockHash", $"\"{Topic}\"")));
        var logs = await Client.GetLogsAsync(5, 9, [Token], [Topic], Ct);
        logs.Select(log => (log.BlockNumber, log.LogIndex)).ShouldBe([(6ul, 3u), (7ul, 2u), (7ul, 3u)]);
    }

    [Theory]
    [InlineData("address", "\"0x00000000000000000000000000000000000000bb\"", "foreign address")]
    [InlineData("topics", "[]", "another event")]
    [InlineData("topics", "[\"0x0000000000000000000000000000000000000000000000000000000000000001\"]", "another event")]
    [InlineData("topics", "[1]", "not a string")]
    [InlineData("blockNumber", "\"0xa\"", "outside the range")]
    [InlineData("blockNumber", "null", "blockNumber is missing")]
    [InlineData("removed", "true", "reorg removed")]
    [InlineData("data", "\"0x0\"", "not hexadecimal")]
    [InlineData("logIndex", "\"0x100000000\"", "32-bit")]
    public async Task Refuses_LogsThatWereNotAskedFor(string member, string value, string reason)
    {
        _provider.Answer = (_, _) => Logs(Log((member, value)));
        await RefusesAsync(() => Client.GetLogsAsync(5, 9, [Token], [Topic], Ct), reason);
    }

    [Fact]
    public async Task Refuses_LogsTwice_OfTwoBlocksWithOneNumber_OrOfAnotherBlock()
    {
        _provider.Answer = (_, _) => Logs(Log(), Log());
        await RefusesAsync(() => Client.GetLogsAsync(5, 9, [Token], [Topic], Ct), "twice");
        _provider.Answer = (_, _) => Logs(Log(), Log(("logIndex", "\"0x4\""), ("blockHash", $"\"{Topic}\"")));
        await RefusesAsync(() => Client.GetLogsAsync(5, 9, [Token], [Topic], Ct), "two blocks with number 7");
        _provider.Answer = (_, _) => Logs(Log());
        await RefusesAsync(() => Client.GetLogsAsync(Topic, [Token], [Topic], Ct), "another block");
        _provider.Answer = (_, _) => "\"result\":null";
        await RefusesAsync(() => Client.GetLogsAsync(5, 9, [Token], [Topic], Ct), "no list");
    }

    [Theory]
    [InlineData("eth_call", 3, "execution reverted: no", RpcFaultKind.Reverted)]
    [InlineData("eth_call", -32000, "execution reverted", RpcFaultKind.Reverted)]
    [InlineData("eth_call", -32000, "out of gas", RpcFaultKind.Reverted)]
    [InlineData("eth_call", -32603, "EVM error OutOfGas", RpcFaultKind.Reverted)]
    [InlineData("eth_call", -32603, "EVM error; database error: failed to get account", RpcFaultKind.Transient)]
    [InlineData("eth_call", -32000, "missing trie node 0xab", RpcFaultKind.MissingState)]
    [InlineData("eth_call", -32000, "header not found", RpcFaultKind.MissingState)]
    [InlineData("eth_call", -32000, "hash 0xab is not currently canonical", RpcFaultKind.MissingState)]
    [InlineData("eth_call", -32000, "execution aborted (timeout = 5s)", RpcFaultKind.Transient)]
    [InlineData("eth_call", -32603, "internal error", RpcFaultKind.Transient)]
    [InlineData("eth_call", -32602, "invalid argument 0", RpcFaultKind.Permanent)]
    [InlineData("eth_call", -32005, "daily request count exceeded, request rate limited", RpcFaultKind.Transient)]
    [InlineData("eth_getLogs", -32005, "query returned more than 10000 results", RpcFaultKind.LimitExceeded)]
    [InlineData("eth_getLogs", -32000, "exceed maximum block range: 1000", RpcFaultKind.LimitExceeded)]
    [InlineData("eth_getLogs", -32005, "too many requests per second", RpcFaultKind.Transient)]
    [InlineData("eth_getLogs", -32600, "eth_getLogs is limited to a 10,000 range", RpcFaultKind.LimitExceeded)]
    [InlineData("eth_blockNumber", -32601, "the method does not exist", RpcFaultKind.Permanent)]
    public async Task TypesAnError_ByWhatItMeans(string method, int code, string message, RpcFaultKind kind)
    {
        _provider.Answer = (_, _) => LyingProvider.Error(code, message);
        var fault = await Should.ThrowAsync<RpcException>(() => Client.RequestAsync(method, Ct));
        fault.Fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("\"0x08c379a0\"", "0x08c379a0")]
    [InlineData("{\"data\":\"0x01\"}", "0x01")]
    [InlineData("\"Reverted 0x02\"", "0x02")]
    [InlineData("\"0xzz\"", "0x")]
    [InlineData("5", "0x")]
    public async Task Reads_WhatARevertReturned(string data, string bytes)
    {
        _provider.Answer = (_, _) => LyingProvider.Error(3, "execution reverted", data);
        var outcome = (await Client.CallManyAsync([new EthCall(Token, [])], BlockRef.Latest, Ct))[0];
        outcome.IsReturned.ShouldBeFalse();
        Hex.Format(outcome.RevertData!).ShouldBe(bytes);
    }

    private static string Header(params (string Member, string Value)[] changes) => $"\"result\":{Object(
        [("number", "\"0x7\""), ("hash", $"\"{Block}\""), ("parentHash", $"\"{Topic}\""), ("timestamp", "\"0x64\""), ("logsBloom", $"\"0x{new string('0', 512)}\"")], changes)}";

    private static string Logs(params string[] logs) => $"\"result\":[{string.Join(',', logs)}]";

    private static string Log(params (string Member, string Value)[] changes) => Object(
        [
            ("address", $"\"{Token}\""), ("topics", $"[\"{Topic}\"]"), ("data", "\"0x\""), ("blockNumber", "\"0x7\""), ("blockHash", $"\"{Block}\""),
            ("transactionHash", $"\"{Topic}\""), ("transactionIndex", "\"0x0\""), ("logIndex", "\"0x3\""), ("removed", "false"),
        ],
        changes);

    private static string Object((string Member, string Value)[] members, (string Member, string Value)[] changes)
    {
        var merged = members.ToDictionary(member => member.Member, member => member.Value);
        foreach (var (member, value) in changes) merged[member] = value;
        return $"{{{string.Join(',', merged.Select(member => string.Create(CultureInfo.InvariantCulture, $"\"{member.Key}\":{member.Value}")))}}}";
    }

    private static async Task RefusesAsync(Func<Task> ask, string reason)
    {
        var fault = await Should.ThrowAsync<RpcException>(ask);
        fault.Fault.Kind.ShouldBe(RpcFaultKind.Transient);
        fault.Fault.Message.ShouldContain(reason);
    }
}
