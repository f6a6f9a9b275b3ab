using System.Text.Json;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;

namespace Governance.Reconciliations;

/// <summary>
/// Where a proposal's power comes from and whether it adds up, read once at its pinned blocks and kept: it never changes, and old states may be gone later. Two
/// providers of each chain must say the same, where there are two.
/// </summary>
public sealed class ReconcileSources(ChainRegistry chains, ParsedLists lists, ReconciliationStore store, Writer writer)
{
    private const int Witnesses = 2;

    public static readonly Rejection Unknown = new("sources-unknown", "failed to check voting power",
        "What the sources add up to could not be read because a chain's provider does not answer.", RejectionFault.Portal);

    public async Task<Outcome<Reconciliation>> RunAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(proposal.Key) is { } kept && kept.Decimals == proposal.Rules.Decimals) return kept;
        try
        {
            var reading = await ReadAsync(proposal.Rules, cancellationToken);
            if (reading.Rejection is null) await KeepAsync(proposal, reading.Value);
            return reading;
        }
        catch (Exception e) when (e is RpcException or InvalidDataException)
        {
            return Unknown.Because($"What the sources add up to could not be read: {e.Message}");
        }
    }

    private async Task<Outcome<Reconciliation>> ReadAsync(ProposalRules rules, CancellationToken cancellationToken)
    {
        int witnesses = Math.Max(1, rules.Snapshots.Select(block => chains.Find(block.Chain)?.Providers.Count ?? 1).Append(Witnesses).Min());
        var readings = await Task.WhenAll(Enumerable.Range(0, witnesses).Select(provider => ReadAsync(rules, provider, cancellationToken)));
        return readings.Select(ReconciliationStore.Write).Distinct().Count() == 1 ? readings[0]
            : Unknown.Because("Two providers of a chain disagree on what the sources add up to: it stays unknown until they agree.");
    }

    private async Task<Reconciliation> ReadAsync(ProposalRules rules, int provider, CancellationToken cancellationToken)
    {
        var accounts = new SourceAccounts(new SnapshotView(chains, lists, rules.Snapshots, provider), rules.Decimals, rules.Strategies.FirstOrDefault(Erc20BalanceOf.HasSupply));
        var sources = new List<SourceAccount>();
        foreach (var definition in rules.Strategies) sources.Add(await accounts.ReadAsync(definition, cancellationToken));
        return new Reconciliation(rules.Decimals, sources, SupplyStatement.Of(rules.Strategies, sources, rules.Decimals));
    }

    private async Task KeepAsync(Proposal proposal, Reconciliation reading)
    {
        try
        {
            await writer.RunAsync(scope => ReconciliationStore.Keep(scope, proposal.Key, reading));
        }
        catch (Exception e) when (e is WriterBusyException or StorageException)
        {
            // Keeping is a kindness for later: the reading itself is good.
        }
    }
}
