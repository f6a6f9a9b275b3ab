using System.Text.Json;
using Governance.Chains;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Milestones;

namespace Governance.Indexing;

/// <summary>The governors of a chain and the timelocks that they name: whose logs are wanted, and what these say.</summary>
internal sealed class WatchedContracts
{
    private readonly ulong _chain;
    private readonly Dictionary<Address, Governor> _governors;
    private readonly HashSet<Address> _timelocks;

    private WatchedContracts(ulong chain, IReadOnlyList<Governor> governors, IEnumerable<Address> timelocks)
    {
        _chain = chain;
        _governors = governors.ToDictionary(governor => governor.Address);
        _timelocks = [.. timelocks];
    }

    public IReadOnlyCollection<Governor> Governors => _governors.Values;

    /// <summary>The milestones that wait for events; set before each range, because proposals are published at any time.</summary>
    public IReadOnlyList<Milestone> Milestones { get; set; } = [];

    public LogQuestion Question => new(
        [.. _governors.Keys.Concat(_timelocks).Concat(Milestones.Select(milestone => milestone.Condition.Contract)).Distinct()],
        [.. GovernorEvents.Topics.Concat(Milestones.SelectMany(milestone => milestone.Condition.Topics)).Distinct()]);

    /// <summary>As stored: the governors' own timelocks and those that TimelockChange has named.</summary>
    public static async Task<WatchedContracts> LoadAsync(ulong chain, IReadOnlyList<Governor> governors, ExecutionStore executions)
    {
        var named = (await executions.TimelockChangesAsync(chain)).Select(detail => JsonDocument.Parse(detail).RootElement.GetProperty("new").GetString()!).Select(Address.Parse);
        return new WatchedContracts(chain, governors, governors.Select(governor => governor.Timelock).OfType<Address>().Concat(named).Where(address => !address.IsZero));
    }

    /// <summary>Asks for logs, and again when they name a timelock that was not asked for.</summary>
    public async Task<FoundLogs> FindAsync(Func<LogQuestion, Task<FoundLogs>> ask)
    {
        while (true)
        {
            var found = await ask(Question);
            var named = found.Logs.Where(log => _governors.ContainsKey(log.Address)).Select(GovernorEvents.NewTimelock).OfType<Address>().Where(address => !address.IsZero && !_timelocks.Contains(address)).ToArray();
            if (named.Length == 0) return found;
            _timelocks.UnionWith(named);
        }
    }

    /// <summary>What the logs say, in the chain's order.</summary>
    public async Task<IReadOnlyList<ChainEvent>> ReadAsync(FoundLogs found, BlockSource source, CancellationToken ct)
    {
        var senders = await source.SendersAsync(found.Logs.Where(log => IsOurs(log.Address) && GovernorEvents.NeedsSender(log)), ct);
        var events = new List<ChainEvent>();
        foreach (var log in found.Logs)
        {
            var header = found.Headers[(long)log.BlockNumber];
            var fact = new ChainFact(_chain, (long)log.BlockNumber, log.BlockHash, (long)header.Timestamp, log.TransactionHash, checked((int)log.LogIndex));
            events.AddRange(Milestones.Select(milestone => MilestoneLogs.Read(milestone, log, BlockPoint.Of(header))).OfType<MilestoneReading>().Select(reading => new MilestoneSeenEvent(reading)));
            if (!IsOurs(log.Address)) continue;
            if (GovernorEvents.Read(new IndexedLog(log, fact, senders.GetValueOrDefault(log.TransactionHash)), _governors.GetValueOrDefault(log.Address)) is { } said) events.Add(said);
        }

        return events;
    }

    // Others are only listened to for a milestone.
    private bool IsOurs(Address contract) => _governors.ContainsKey(contract) || _timelocks.Contains(contract);
}
