using Governance.Chains;
using Governance.Ethereum;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.Indexing;

/// <summary>Runs a <see cref="ChainFollower"/> for each chain of the registry, those added later too.</summary>
public sealed class IndexerService(ChainRegistry chains, ChainFollowers followers, IndexingOptions options, FollowerWatches watches, ILogger<IndexerService> log) : BackgroundService
{
    private const int SlowestPoll = 3;
    private static readonly TimeSpan NewChains = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new Dictionary<ulong, Task>();
        try
        {
            foreach (ulong chain in options.Reindex) await followers.ForgetAsync(chain);
            while (true)
            {
                foreach (var chain in chains.List().Where(chain => !running.ContainsKey(chain.Client.ChainId)))
                    running.Add(chain.Client.ChainId, FollowAsync(chain, stoppingToken));
                await Task.Delay(NewChains, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(running.Values);
        }
    }

    private async Task FollowAsync(FollowedChain chain, CancellationToken stopping)
    {
        var follower = followers.Of(chain);
        var pause = options.Poll;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                bool moved = await MoveAsync(follower, chain, stopping);
                pause = moved ? options.Poll : Longer(pause, options.Poll * SlowestPoll);
                await Task.Delay(pause, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (FinalityBrokenException broken)
            {
                watches.Progress.Failed(chain.Client.ChainId, broken.Message);
                log.LogCritical("Indexing of {Chain} has stopped: {Reason}", chain.Name, broken.Message);
                return;
            }
#pragma warning disable CA1031 // A follower outlives every fault of its providers and of the database: nothing was stored, so it looks again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                await ReportAsync(chain, fault);
                pause = Longer(pause, LongestPause);
                await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // True when the head moved.
    private async Task<bool> MoveAsync(ChainFollower follower, FollowedChain chain, CancellationToken ct)
    {
        var before = watches.Progress.Of(chain.Client.ChainId)?.Head;
        while (await follower.StepAsync(ct)) await RecoveredAsync(chain);
        await RecoveredAsync(chain);
        return watches.Progress.Of(chain.Client.ChainId)?.Head != before;
    }

    // What a silent chain's milestones are is unknown from now on, and known again when it answers: their pages are told.
    private async Task RecoveredAsync(FollowedChain chain)
    {
        if (watches.Progress.Recovered(chain.Client.ChainId)) await watches.AnnounceAsync(chain.Client.ChainId);
    }

    private async Task ReportAsync(FollowedChain chain, Exception fault)
    {
        bool wasWell = watches.Progress.Of(chain.Client.ChainId)?.Fault is null;
        bool isNew = watches.Progress.Of(chain.Client.ChainId)?.Fault != fault.Message;
        watches.Progress.Failed(chain.Client.ChainId, fault.Message);
        if (fault is ProviderContradictionException) chain.Client.PreferAnother();
        if (wasWell) await watches.AnnounceAsync(chain.Client.ChainId);
        if (isNew) log.LogWarning(fault is RpcException or ProviderContradictionException ? null : fault, "Indexing of {Chain} waits: {Reason}", chain.Name, fault.Message);
    }

    private static TimeSpan Longer(TimeSpan pause, TimeSpan longest) => pause * 2 < longest ? pause * 2 : longest;
}

/// <summary>Makes followers.</summary>
public sealed class ChainFollowers(IndexStores stores, IndexWriter writer, GovernorSpaces spaces, FollowerWatches watches)
{
    public ChainFollower Of(FollowedChain chain) => new(chain, stores, writer, spaces, watches);

    /// <summary>Removes all that was indexed of a chain; it is indexed afresh.</summary>
    public Task ForgetAsync(ulong chain) => writer.ForgetAsync(chain);
}
