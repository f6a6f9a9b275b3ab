using System.Globalization;

namespace Governance.Ethereum;

/// <summary>One provider of a chain: asks it within the time allowed, checks that it serves that chain, and keeps its health.</summary>
internal sealed class RpcProvider
{
    private const int ShortestSecret = 6;
    private const int LongestMessage = 300;

    private readonly ulong _chainId;
    private readonly ChainClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly RpcExchange _exchange;
    private readonly CircuitBreaker _breaker;
    private readonly string[] _secrets;
    private readonly Lock _lock = new();
    private ProviderHealth _health;
    private DateTimeOffset? _chainCheckedAt;

    internal RpcProvider(ulong chainId, Uri endpoint, HttpClient http, ChainClientOptions options, TimeProvider clock)
    {
        _chainId = chainId;
        _options = options;
        _clock = clock;
        // Paths, queries and user names carry keys: only these two parts are ever shown.
        Name = endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        string[] parts = $"{endpoint.UserInfo}:{endpoint.PathAndQuery}".Split(':', '/', '?', '&', '=');
        _secrets = [.. parts.Concat(parts.Select(Uri.UnescapeDataString)).Where(part => part.Length >= ShortestSecret).Distinct()];
        _exchange = new RpcExchange(http, endpoint, Name);
        _breaker = new CircuitBreaker(options.FaultsBeforeRest, options.Rest, clock);
        _health = new ProviderHealth(Name, ProviderState.Working, null, null, null, null);
    }

    internal string Name { get; }

    internal ProviderHealth Health
    {
        get
        {
            lock (_lock) return _health with { State = _breaker.State };
        }
    }

    /// <summary>True where it may be asked now; the asking must follow.</summary>
    internal bool TryEnter() => _breaker.TryEnter();

    /// <summary>Answers in the order of the questions; a failed exchange is a fault in each of them.</summary>
    internal async Task<RpcAnswer[]> AskAsync(IReadOnlyList<RpcQuestion> questions, int maxReplyBytes, CancellationToken ct)
    {
        try
        {
            if (await FindWrongChainAsync(ct).ConfigureAwait(false) is { } wrong) return [.. questions.Select(question => new RpcAnswer(null, wrong with { Method = question.Method }))];
            long started = _clock.GetTimestamp();
            var answers = await ExchangeAsync(questions, maxReplyBytes, ct).ConfigureAwait(false);
            Keep(answers, _clock.GetElapsedTime(started));
            return answers;
        }
        catch
        {
            // Cancelled by the asker, or a fault of ours: it says nothing about the provider.
            _breaker.Abandoned();
            throw;
        }
    }

    private async Task<RpcFault?> FindWrongChainAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_chainCheckedAt is { } at && _clock.GetUtcNow() - at < _options.ChainCheckInterval) return null;
        }

        RpcQuestion question = new("eth_chainId", [], json => RpcJson.ReadUInt64(json, "the chain id"));
        var answer = (await ExchangeAsync([question], _options.MaxReplyBytes, ct).ConfigureAwait(false))[0];
        if (answer.Fault is { } fault)
        {
            Failed(fault);
            return fault;
        }

        ulong chainId = (ulong)answer.Value!;
        if (chainId == _chainId)
        {
            lock (_lock) _chainCheckedAt = _clock.GetUtcNow();
            return null;
        }

        var wrong = new RpcFault(RpcFaultKind.Permanent, Name, question.Method, string.Create(CultureInfo.InvariantCulture, $"this provider serves chain {chainId}, not {_chainId}"));
        lock (_lock) _chainCheckedAt = null;
        Failed(wrong, _options.WrongChainRest);
        return wrong;
    }

    private async Task<RpcAnswer[]> ExchangeAsync(IReadOnlyList<RpcQuestion> questions, int maxReplyBytes, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            var answers = await _exchange.AskAsync(questions, maxReplyBytes, either.Token).ConfigureAwait(false);
            return [.. answers.Select(answer => answer.Fault is null ? answer : new RpcAnswer(null, Clean(answer.Fault)))];
        }
        catch (RpcExchangeException fault)
        {
            return Failure(questions, fault.Kind, fault.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failure(questions, RpcFaultKind.Transient, string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.###} s"));
        }
    }

    private RpcAnswer[] Failure(IReadOnlyList<RpcQuestion> questions, RpcFaultKind kind, string message) =>
        [.. questions.Select(question => new RpcAnswer(null, Clean(new RpcFault(kind, Name, question.Method, message))))];

    private void Keep(RpcAnswer[] answers, TimeSpan latency)
    {
        // A provider that answers some questions works; what it refuses for its content is no fault of its health.
        var faults = answers.Select(answer => answer.Fault).Where(fault => fault?.Kind is RpcFaultKind.Transient or RpcFaultKind.Permanent).ToArray();
        if (faults.Length == answers.Length)
        {
            Failed(faults[0]!);
            return;
        }

        _breaker.Succeeded();
        lock (_lock)
        {
            var average = _health.Latency is { } before ? (0.8 * before) + (0.2 * latency) : latency;
            _health = _health with { LastOk = _clock.GetUtcNow(), Latency = average };
        }
    }

    private void Failed(RpcFault fault, TimeSpan? rest = null)
    {
        _breaker.Failed(rest);
        lock (_lock) _health = _health with { LastFaultAt = _clock.GetUtcNow(), LastFault = fault };
    }

    /// <summary>The fault without this provider's keys (some providers repeat them in their errors) and not endless.</summary>
    private RpcFault Clean(RpcFault fault)
    {
        string message = fault.Message.Length > LongestMessage ? fault.Message[..LongestMessage] + "…" : fault.Message;
        foreach (string secret in _secrets) message = message.Replace(secret, "…", StringComparison.OrdinalIgnoreCase);
        return fault with { Message = message };
    }
}
