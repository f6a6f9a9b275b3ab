using Governance.Chains;
using Governance.Database;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Strategies;
using Governance.Web.Demo;
using Microsoft.Extensions.Options;

namespace Governance.Web.Hosting;

/// <summary>Puts the rules, the store and the chains behind the pages, as the configuration says.</summary>
internal static class GovernanceHost
{
    /// <exception cref="OptionsValidationException">A setting is wrong: each failure names key, problem and an example.</exception>
    public static void AddPortal(this WebApplicationBuilder builder)
    {
        var settings = PortalSettings.Read(builder.Configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(settings.Database)
            .AddSingleton(settings.Ledger)
            .AddSingleton(settings.ProposalLimits)
            .AddSingleton(settings.Indexing)
            .AddSingleton(HostedSpaces.Of(settings.Spaces))
            .AddSingleton(services => ChainRegistry.Of(settings.Chains, Ethereum.ChainClient.CreateHttp(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(_ => LedgerSigner.FromFile(settings.Ledger, settings.Database))
            .AddGovernance();
        builder.Services.AddSingleton<DemoSpace>().AddSingleton<DemoReadings>().AddSingleton<DemoPortal>().AddSingleton<DemoKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoKeeper>());
    }

    /// <summary>What must stand before the first request: the schema, the ledger, the spaces, the local chain.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var services = app.Services;
        var settings = services.GetRequiredService<PortalSettings>();
        services.GetRequiredService<InstanceLock>();
        Migrator.Run(services.GetRequiredService<Db>());
        services.GetRequiredService<LedgerIntegrity>().Check();
        // Before the spaces: their settings may count by these lists.
        await services.GetRequiredService<ImportLists>().RunAsync(settings.Lists);
        await services.GetRequiredService<OpenHostedSpaces>().RunAsync(settings.Spaces);
        if (settings.DemoWanted) await services.GetRequiredService<DemoPortal>().StartAsync(CancellationToken.None);
    }
}
