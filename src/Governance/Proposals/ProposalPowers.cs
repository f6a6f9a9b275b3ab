using Governance.Database;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Proposals;

/// <summary>
/// An account's voting power on a proposal: what was kept first, then the chain. Whoever looked at his power once can vote while the
/// provider is down, and on a chain whose old states are gone.
/// </summary>
public sealed class ProposalPowers(VotingPowerReader reader, PowerStore store, Writer writer)
{
    public async Task<Outcome<PowerReading>> ReadAsync(Proposal proposal, Address voter, CancellationToken cancellationToken)
    {
        // Without a chain the reading costs nothing and can not fail.
        if (proposal.Rules.Snapshots.Count == 0) return await reader.ReadAsync(null, proposal.Rules.Strategies, [], proposal.Rules.Decimals, voter, cancellationToken);
        if (await store.FindAsync(proposal.Key, voter) is { } kept && IsFor(proposal, kept)) return kept;
        return await reader.ReadAsync(proposal.Key, proposal.Rules.Strategies, proposal.Rules.Snapshots, proposal.Rules.Decimals, voter, cancellationToken);
    }

    /// <summary>Many accounts' power where no chain need be asked; null: ask by <see cref="ReadAsync"/>.</summary>
    public async Task<IReadOnlyList<Outcome<PowerReading>?>> ReadKnownAsync(Proposal proposal, IReadOnlyList<Address> voters)
    {
        if (proposal.Rules.Snapshots.Count == 0) return [.. (await reader.ReadManyAsync(proposal.Rules.Strategies, proposal.Rules.Decimals, voters)).Select(power => (Outcome<PowerReading>?)power)];
        var kept = await store.FindManyAsync(proposal.Key, voters);
        return [.. voters.Select(voter => kept.TryGetValue(voter, out var power) && IsFor(proposal, power) ? (Outcome<PowerReading>?)power : null)];
    }

    // Before its start a proposal may have been changed to another voting system, which counts in other units.
    private static bool IsFor(Proposal proposal, PowerReading kept) => kept.Decimals == proposal.Rules.Decimals;

    /// <summary>As <see cref="ReadAsync"/>, and keeps the answer. Only power that is not zero is kept, so the table is bounded by the holders.</summary>
    /// <param name="evenNone">Keeps also that there is none.</param>
    public async Task<Outcome<PowerReading>> ReadAndKeepAsync(Proposal proposal, Address voter, CancellationToken cancellationToken, bool evenNone = false)
    {
        var power = await ReadAsync(proposal, voter, cancellationToken);
        if (power.Rejection is not null || (power.Value.Total.IsZero && !evenNone) || proposal.Rules.Snapshots.Count == 0) return power;
        try
        {
            await writer.RunAsync(scope => PowerStore.Keep(scope, proposal.Key, voter, power.Value));
        }
        catch (Exception e) when (e is WriterBusyException or StorageException)
        {
            // Keeping is a kindness for later: the reading itself is good.
        }

        return power;
    }
}
