using Governance.Ethereum.Tests.Rpc;

namespace Governance.Ethereum.Tests.Signatures;

/// <summary>A provider that fails, at whichever question, leaves the signature undecided.</summary>
public sealed class SignatureFaultTests : IAsyncDisposable
{
    private static readonly Address Wallet = Address.Parse("0x00000000000000000000000000000000000000aa");
    private static readonly Hash32 Block = Keccak256.Hash("block"u8);
    private static readonly byte[] Suffix = [.. Enumerable.Range(0, 16).SelectMany(_ => new byte[] { 0x64, 0x92 })];

    private readonly LyingProvider _provider = new();
    private readonly HttpClient _http = ChainClient.CreateHttp();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("eth_getBlockByNumber", false)]
    [InlineData("eth_getCode", false)]
    [InlineData("eth_call", false)]
    [InlineData("eth_call", true)]
    public async Task IsNeverARefusal(string failing, bool isWrapped)
    {
        bool works = false;
        _provider.Answer = (method, _) => method == failing && !works ? LyingProvider.Error(-32000, "try later") : method switch
        {
            "eth_getBlockByNumber" => $$"""
                "result":{"number":"0x7","hash":"{{Block}}","parentHash":"{{Block}}","timestamp":"0x1","logsBloom":"0x{{new string('0', 512)}}"}
                """,
            "eth_getCode" => "\"result\":\"0x60\"",
            _ => isWrapped ? $"\"result\":\"0x{new string('0', 62)}20\"" : $"\"result\":\"0x1626ba7e{new string('0', 56)}\"",
        };
        byte[] signature = isWrapped ? [.. AbiParameters.Parse("(address,bytes,bytes)").Encode(Wallet, Array.Empty<byte>(), Array.Empty<byte>()), .. Suffix] : [1];
        var chain = new ChainClient(LyingProvider.ChainId, [_provider.Url], _http, new ChainClientOptions { Attempts = 1 }, TimeProvider.System);
        Task<SignatureVerdict> VerifyAsync() => new SignaturePolicy(new SignaturePolicyOptions()).VerifyAsync(Wallet, Block, signature, chain, null, TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<RpcException>(VerifyAsync)).Fault.Kind.ShouldBe(RpcFaultKind.Transient);
        works = true;
        (await VerifyAsync()).ShouldBe(new SignatureVerdict.Valid(isWrapped ? SignatureWay.PreparedContract : SignatureWay.Contract, Block));
    }
}
