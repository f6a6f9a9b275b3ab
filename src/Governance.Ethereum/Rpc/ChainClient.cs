using System.Net;
using System.Numerics;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// Asks one chain through one or several providers. Trusts none of them further than a check reaches: chain id, ids of a batch, shape, size,
/// block asked for. An answer that is not usable is an <see cref="RpcException"/>, never an empty value. Safe for concurrent use.
/// </summary>
public sealed partial class ChainClient
{
    private const int ReplyEnvelope = 1024;

    private readonly IReadOnlyList<RpcProvider> _providers;
    private readonly RpcPool _pool;
    private readonly ChainClientOptions _options;
    private readonly Multicall? _multicall;

    /// <param name="chainId">The chain that every provider must serve (EIP-155).</param>
    /// <param name="providers">http or https; keys may stand in path, query or user name and are never shown.</param>
    /// <param name="http">Should follow no redirects; <see cref="CreateHttp"/> makes one that suits.</param>
    /// <exception cref="ArgumentException">No provider, one that is not http(s), or an option out of range.</exception>
    public ChainClient(ulong chainId, IReadOnlyList<Uri> providers, HttpClient http, ChainClientOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(options);
        if (providers.Count == 0) throw new ArgumentException("A chain needs a provider.", nameof(providers));
        if (providers.Any(provider => !provider.IsAbsoluteUri || provider.Scheme is not ("http" or "https"))) throw new ArgumentException("A provider is not an http or https address.", nameof(providers));
        options.Validate();
        ChainId = chainId;
        _options = options;
        _multicall = options.Multicall is { } contract ? new Multicall(contract) : null;
        _providers = [.. providers.Select(provider => new RpcProvider(chainId, provider, http, options, clock))];
        _pool = new RpcPool(chainId, _providers, options, clock);
    }

    public ulong ChainId { get; }

    /// <summary>How each provider does, in the configured order.</summary>
    public IReadOnlyList<ProviderHealth> Health => [.. _providers.Select(provider => provider.Health)];

    /// <summary>An HTTP client as this class wants it: no redirects, no cookies, connections renewed (DNS), time-outs left to the options.</summary>
    public static HttpClient CreateHttp() =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 16,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Asks another provider first from now on: the one that answered last has contradicted itself in a way that only its caller can see.</summary>
    public void PreferAnother() => _pool.PreferAnother();

    /// <summary>One question; the value may be JSON null. Arguments as <see cref="RpcCall"/> takes them.</summary>
    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<JsonElement> RequestAsync(string method, CancellationToken ct, params object?[] args) =>
        (JsonElement)(await AskAsync(new RpcQuestion(method, args, json => json.Clone()), ct).ConfigureAwait(false))!;

    /// <summary>Many questions in batches of the configured size; a fault stands in the place of its answer.</summary>
    public async Task<IReadOnlyList<RpcResult>> BatchAsync(IReadOnlyList<RpcCall> calls, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var answers = await _pool.AskManyAsync([.. calls.Select(call => new RpcQuestion(call.Method, call.Arguments, json => json.Clone()))], ct).ConfigureAwait(false);
        return [.. answers.Select(answer => new RpcResult((JsonElement?)answer.Value, answer.Fault))];
    }

    /// <summary>What the call returns.</summary>
    /// <exception cref="RpcException">No usable answer; <see cref="RpcFaultKind.Reverted"/> with its data where the contract failed.</exception>
    public async Task<byte[]> CallAsync(EthCall call, BlockRef at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(call);
        int maxReplyBytes = call.MaxReturnBytes is { } max ? (int)Math.Min((2L * max) + ReplyEnvelope, _options.MaxReplyBytes) : _options.MaxReplyBytes;
        var answer = await _pool.AskOneAsync(Question(call, at), maxReplyBytes, ct).ConfigureAwait(false);
        return answer.Fault is null ? (byte[])answer.Value! : throw new RpcException(answer.Fault);
    }

    /// <summary>
    /// Many calls at one block: returned, or failed by the contract's own doing. At a block by its hash where Multicall3 stands (<see cref="ChainClientOptions.Multicall"/>)
    /// a hundred in one call, which is then their <c>msg.sender</c>; else, and whatever did not return there, in batches of the configured size.
    /// </summary>
    /// <exception cref="RpcException">A provider's fault: then no outcome is known.</exception>
    public async Task<IReadOnlyList<CallOutcome>> CallManyAsync(IReadOnlyList<EthCall> calls, BlockRef at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (_multicall is not { } multicall || !Multicall.Suits(calls, at) || !await multicall.IsThereAsync(this, at, ct).ConfigureAwait(false)) return await CallEachAsync(calls, at, ct).ConfigureAwait(false);
        EthCall[][] groups = [.. calls.Chunk(Multicall.Size)];
        var joined = await CallEachAsync([.. groups.Select(multicall.Join)], at, ct).ConfigureAwait(false);
        byte[]?[] returned = [.. groups.Zip(joined, (group, outcome) => (outcome.Returned is { } bytes ? Multicall.Split(bytes, group.Length) : null) ?? new byte[]?[group.Length]).SelectMany(each => each)];
        int[] open = [.. Enumerable.Range(0, calls.Count).Where(i => returned[i] is null)];
        var alone = await CallEachAsync([.. open.Select(i => calls[i])], at, ct).ConfigureAwait(false);
        CallOutcome[] outcomes = [.. returned.Select(bytes => new CallOutcome(bytes, null, null))];
        for (int i = 0; i < open.Length; i++) outcomes[open[i]] = alone[i];
        return outcomes;
    }

    private async Task<IReadOnlyList<CallOutcome>> CallEachAsync(IReadOnlyList<EthCall> calls, BlockRef at, CancellationToken ct)
    {
        var answers = await _pool.AskManyAsync([.. calls.Select(call => Question(call, at))], ct).ConfigureAwait(false);
        return [.. answers.Select(OutcomeOf)];
    }

    /// <summary>The code of an account; empty where it has none.</summary>
    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<byte[]> GetCodeAsync(Address address, BlockRef at, CancellationToken ct) =>
        (byte[])(await AskAsync(new RpcQuestion("eth_getCode", [address, at], json => RpcJson.ReadBytes(json, "the code")), ct).ConfigureAwait(false))!;

    /// <summary>The balance of an account in wei.</summary>
    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<BigInteger> GetBalanceAsync(Address address, BlockRef at, CancellationToken ct) =>
        (BigInteger)(await AskAsync(new RpcQuestion("eth_getBalance", [address, at], json => RpcJson.ReadUInt256(json, "the balance")), ct).ConfigureAwait(false))!;

    private static RpcQuestion Question(EthCall call, BlockRef at)
    {
        Dictionary<string, object?> transaction = new() { ["data"] = call.Data };
        if (call.To is { } to) transaction["to"] = to;
        if (call.From is { } from) transaction["from"] = from;
        if (!call.Value.IsZero) transaction["value"] = call.Value;
        if (call.Gas is { } gas) transaction["gas"] = gas;
        return new RpcQuestion("eth_call", [transaction, at], json => RpcJson.ReadBytes(json, "the returned data"));
    }

    private static CallOutcome OutcomeOf(RpcAnswer answer) => answer.Fault switch
    {
        null => new CallOutcome((byte[])answer.Value!, null, null),
        { Kind: RpcFaultKind.Reverted or RpcFaultKind.LimitExceeded } fault => CallOutcome.Of(fault),
        var fault => throw new RpcException(fault),
    };

    private async Task<object?> AskAsync(RpcQuestion question, CancellationToken ct)
    {
        var answer = await _pool.AskOneAsync(question, _options.MaxReplyBytes, ct).ConfigureAwait(false);
        return answer.Fault is null ? answer.Value : throw new RpcException(answer.Fault);
    }
}
