using Governance.Aliases;
using Governance.Chains;
using Governance.Database;
using Governance.Exports;
using Governance.Inbox;
using Governance.Indexing;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Reconciliations;
using Governance.Recounts;
using Governance.Spaces;
using Governance.Strategies;
using Governance.Tallies;
using Governance.Votes;
using Microsoft.Extensions.DependencyInjection;

namespace Governance;

/// <summary>Registers every slice. Options, <see cref="ChainRegistry"/>, <see cref="HostedSpaces"/> and <see cref="LedgerSigner"/> come from the host.</summary>
public static class GovernanceSetup
{
    public static IServiceCollection AddGovernance(this IServiceCollection services)
    {
        services.AddSingleton<Db>().AddSingleton<InstanceLock>();
        services.AddSingleton<Writer>();
        services.AddSingleton<MessageStore>().AddSingleton<EnvelopeVerifier>();
        services.AddSingleton<LedgerStore>().AddSingleton<LedgerReader>().AddSingleton<LedgerTiles>().AddSingleton<LedgerIntegrity>().AddSingleton<BackUp>().AddSingleton<Recount>();
        services.AddSingleton<WitnessStore>().AddSingleton<TakeCosignature>().AddSingleton<TakeAnchor>();
        services.AddSingleton<ExportVotesCsv>().AddSingleton<ExportVotesNdjson>().AddSingleton<ExportBundle>().AddSingleton<ExportSqlite>().AddSingleton<ExportOutlines>().AddSingleton<ExportSizes>();
        services.AddSingleton<ListStore>().AddSingleton(files => new ParsedLists(files.GetRequiredService<ListStore>())).AddSingleton<ImportLists>();
        services.AddSingleton<StrategyRegistry>().AddSingleton<VotingPowerReader>().AddSingleton<SnapshotFinder>().AddSingleton<FreezeSources>().AddSingleton<ExplainPower>();
        services.AddSingleton<ReconciliationStore>().AddSingleton<ReconcileSources>();
        services.AddSingleton<SpaceStore>().AddSingleton<ChangeSettings>().AddSingleton<OpenHostedSpaces>();
        services.AddSingleton<AliasStore>().AddSingleton<ChangeAlias>();
        services.AddSingleton<ProposalStore>().AddSingleton<ProposalVerifier>().AddSingleton<PublishProposal>().AddSingleton<UpdateProposal>().AddSingleton<DeleteProposal>().AddSingleton<ProposalChanges>()
            .AddSingleton<PowerStore>().AddSingleton<ProposalPowers>();
        services.AddSingleton<ClosingStore>().AddSingleton<FinaliseProposals>().AddHostedService<FinalisationService>();
        services.AddSingleton<TallyStore>();
        services.AddSingleton<VoteStore>().AddSingleton<CountedDelegations>().AddSingleton<VoteVerifier>().AddSingleton<CastVote>();
        services.AddSingleton<MessageHandlers>().AddSingleton<DecideMessage>().AddSingleton<VoteCrowd>().AddSingleton<AcceptMessage>().AddSingleton<MessageReceipts>()
            .AddSingleton<PendingStore>().AddSingleton<KeepPending>();
        services.AddHostedService<RetryPendingService>();
        return services.AddIndexing();
    }
}
