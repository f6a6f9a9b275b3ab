namespace Governance.Ethereum;

/// <summary>
/// The providers of one chain. A question goes to the provider that answered last, so that successive answers come from one view of the chain;
/// after a fault it goes to the next at once, and to one that failed already after a growing, jittered pause.
/// </summary>
internal sealed class RpcPool(ulong chainId, IReadOnlyList<RpcProvider> providers, ChainClientOptions options, TimeProvider clock)
{
    private const int LongestDoubling = 6;

    private volatile int _preferred;

    /// <summary>Answers in the order of the questions, in batches; a batch whose answer is too large is asked in halves.</summary>
    internal async Task<RpcAnswer[]> AskManyAsync(IReadOnlyList<RpcQuestion> questions, CancellationToken ct)
    {
        List<RpcAnswer> answers = new(questions.Count);
        foreach (var batch in questions.Chunk(options.BatchSize)) answers.AddRange(await AskBatchAsync(batch, ct).ConfigureAwait(false));
        return [.. answers];
    }

    internal async Task<RpcAnswer> AskOneAsync(RpcQuestion question, int maxReplyBytes, CancellationToken ct) =>
        (await AskAsync([question], maxReplyBytes, ct).ConfigureAwait(false))[0];

    internal void PreferAnother() => _preferred = (_preferred + 1) % providers.Count;

    private async Task<RpcAnswer[]> AskBatchAsync(RpcQuestion[] batch, CancellationToken ct)
    {
        var answers = await AskAsync(batch, options.MaxReplyBytes, ct).ConfigureAwait(false);
        if (batch.Length == 1 || !answers.All(answer => answer.Fault?.Kind == RpcFaultKind.LimitExceeded)) return answers;
        var first = await AskBatchAsync(batch[..(batch.Length / 2)], ct).ConfigureAwait(false);
        var second = await AskBatchAsync(batch[(batch.Length / 2)..], ct).ConfigureAwait(false);
        return [.. first, .. second];
    }

    private async Task<RpcAnswer[]> AskAsync(RpcQuestion[] questions, int maxReplyBytes, CancellationToken ct)
    {
        var answers = new RpcAnswer[questions.Length];
        int[] open = [.. Enumerable.Range(0, questions.Length)];
        HashSet<RpcProvider> asked = [];
        for (int attempt = 0; open.Length > 0 && attempt < Math.Max(options.Attempts, providers.Count); attempt++)
        {
            ct.ThrowIfCancellationRequested();
            if (attempt > 0 && asked.Count == providers.Count) await PauseAsync(attempt, ct).ConfigureAwait(false);
            if (Enter(asked, attempt) is not { } provider) break;
            asked.Add(provider);
            var got = await provider.AskAsync([.. open.Select(index => questions[index])], maxReplyBytes, ct).ConfigureAwait(false);
            for (int i = 0; i < open.Length; i++) answers[open[i]] = Better(answers[open[i]], got[i]);
            if (got.All(answer => answer.Fault is null)) Prefer(provider);
            bool othersRemain = asked.Count < providers.Count;
            open = [.. open.Where(index => IsWorthAnotherAttempt(answers[index].Fault, othersRemain))];
        }

        foreach (int index in open.Where(index => answers[index].Fault is null)) answers[index] = new RpcAnswer(null, AllResting(questions[index].Method));
        return answers;
    }

    /// <summary>Of several failures the most hopeful is told: a provider that may answer later outweighs one that never will.</summary>
    private static RpcAnswer Better(RpcAnswer before, RpcAnswer now) =>
        before.Fault?.Kind == RpcFaultKind.Transient && now.Fault?.Kind is RpcFaultKind.Permanent or RpcFaultKind.MissingState ? before : now;

    private static bool IsWorthAnotherAttempt(RpcFault? fault, bool othersRemain) => fault?.Kind switch
    {
        RpcFaultKind.Transient => true,
        // Another provider may know the method or keep older state.
        RpcFaultKind.Permanent or RpcFaultKind.MissingState => othersRemain,
        _ => false,
    };

    private RpcProvider? Enter(HashSet<RpcProvider> asked, int attempt)
    {
        int first = _preferred;
        var inOrder = Enumerable.Range(0, providers.Count).Select(i => providers[(first + i) % providers.Count]);
        foreach (var provider in inOrder)
            if (!asked.Contains(provider) && provider.TryEnter()) return provider;
        for (int i = 0; i < providers.Count; i++)
            if (providers[(first + attempt + i) % providers.Count] is var again && asked.Contains(again) && again.TryEnter()) return again;
        return null;
    }

    private void Prefer(RpcProvider provider)
    {
        for (int i = 0; i < providers.Count; i++)
            if (providers[i] == provider) _preferred = i;
    }

    // Jitter is no secret and decides nothing: any random number will do.
    private Task PauseAsync(int attempt, CancellationToken ct) =>
        Task.Delay(options.RetryPause * (1 << Math.Min(attempt - 1, LongestDoubling)) * (0.5 + Random.Shared.NextDouble()), clock, ct);

    private RpcFault AllResting(string method)
    {
        var faults = providers.Select(provider => provider.Health.LastFault).OfType<RpcFault>().ToArray();
        bool isHopeless = faults.Length == providers.Count && faults.All(fault => fault.Kind == RpcFaultKind.Permanent);
        string names = string.Join(", ", providers.Select(provider => provider.Name));
        string last = faults.Length > 0 ? $"; last: {faults[^1].Message}" : "";
        return new RpcFault(isHopeless ? RpcFaultKind.Permanent : RpcFaultKind.Transient, names, method, $"no provider of chain {chainId} is asked now, each rests after its faults{last}");
    }
}
