using Governance.Chains;
using Governance.Database;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Spaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.Benchmarks.Portals;

/// <summary>A whole portal without pages, over the files of a folder.</summary>
internal static class PortalServices
{
    internal static ServiceProvider Open(string folder, string space, TimeProvider clock, ChainRegistry? chains = null)
    {
        var options = new DatabaseOptions { Directory = folder };
        var hosted = new HostedSpaces();
        hosted.Add(space, null);
        return new ServiceCollection()
            .AddSingleton(clock)
            .AddSingleton(options)
            .AddSingleton(new ProposalLimits())
            .AddSingleton(chains ?? OneBlockChain.Registry(clock))
            .AddSingleton(hosted)
            .AddSingleton(LedgerSigner.FromFile(new LedgerOptions(), options))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddGovernance()
            .BuildServiceProvider();
    }
}

/// <summary>A clock that moves only when told.</summary>
internal sealed class StoppedClock(long seconds) : TimeProvider
{
    internal long Seconds { get; set; } = seconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
}
