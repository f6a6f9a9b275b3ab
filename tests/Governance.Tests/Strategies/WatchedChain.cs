using System.Net;
using System.Numerics;
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
    public FollowedChain Followed(params Wire[] wires)
    {
        // Impatient: a test of a dead provider should not take a minute.
        var options = new ChainClientOptions { Attempts = 1, RetryPause = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(5) };
        var providers = wires.Select(wire => new ChainClient(Anvil.ChainId, [Anvil.Url], new HttpClient(wire), options, TimeProvider.System)).ToArray();
        return new FollowedChain(providers[0], [], 0) { Providers = providers };
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

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        if (IsCut) return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        var answer = await base.SendAsync(request, cancellationToken);
        if (Alter is { } alter) answer.Content = new StringContent(alter(await answer.Content.ReadAsStringAsync(cancellationToken)), System.Text.Encoding.UTF8, "application/json");
        return answer;
    }
}
