using Governance.Chains;
using Governance.Database;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Spaces;
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
            .AddSingleton(HostedSpaces.Of(settings.Spaces))
            .AddSingleton(services => ChainRegistry.Of(settings.Chains, Ethereum.ChainClient.CreateHttp(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(_ => LedgerSigner.FromFile(settings.Ledger, settings.Database))
            .AddGovernance();
    }

    /// <summary>What must stand before the first request: the schema and the spaces.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var services = app.Services;
        var settings = services.GetRequiredService<PortalSettings>();
        Migrator.Run(services.GetRequiredService<Db>());
        await services.GetRequiredService<OpenHostedSpaces>().RunAsync(settings.Spaces);
    }
}
