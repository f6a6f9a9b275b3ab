using Governance.Actions;
using Governance.Chains;
using Governance.Execution;
using Governance.Milestones;
using Governance.Recounts;
using Governance.Tallies;
using Governance.Votes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Governance.Indexing;

/// <summary>Registers what follows chains, what they say, and what is computed from it.</summary>
internal static class IndexingSetup
{
    public static IServiceCollection AddIndexing(this IServiceCollection services)
    {
        services.AddSingleton<GovernorVoteStore>().AddSingleton<VoteList>();
        services.AddSingleton<GovernorStore>().AddSingleton<GovernorProposalStore>().AddSingleton<ExecutionStore>();
        services.AddSingleton<LoadGovernorFacts>().AddSingleton<ProposalStates>().AddSingleton<SimulateCalls>().AddSingleton<SimulateProposal>();
        services.AddSingleton<BallotStore>().AddSingleton<BallotReader>().AddSingleton<BallotVerifier>().AddSingleton<PrepareBallot>().AddSingleton<AcceptBallot>()
            .AddSingleton<JudgeBallots>().AddSingleton<RelayBallots>();
        services.AddSingleton<MilestoneStore>().AddSingleton<MilestoneStates>().AddSingleton<MilestoneFaults>().AddSingleton<CheckMilestones>().AddSingleton<FollowerWatches>();
        services.AddSingleton<IndexCursorStore>().AddSingleton<IndexStores>().AddSingleton<IndexWriter>().AddSingleton<GovernorSpaces>();
        services.AddSingleton<FollowerProgress>().AddSingleton<ChainFollowers>().AddSingleton<ChainStatuses>();
        services.TryAddSingleton<IndexingOptions>();
        return services.AddHostedService<IndexerService>();
    }
}
