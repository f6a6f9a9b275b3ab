using Governance.Web.Demo;
using Governance.Web.Exports;
using Governance.Web.Inbox;
using Governance.Web.Layout;
using Governance.Web.Proposals;
using Governance.Web.Status;
using Governance.Web.Votes;
using Microsoft.Extensions.Configuration.Memory;

namespace Governance.Web.Hosting;

/// <summary>The program, put together: each slice adds its own services and routes in its <c>…Setup</c>.</summary>
public static class Portal
{
    /// <summary>Runs until stopped, or carries out a command. 1 when it can not: one line says which setting, why, and shows a right one.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (PortalCommands.IsCommand(args)) return await PortalCommands.RunAsync(args);
            await using var app = Create(args);
            await app.PrepareAsync();
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (StartFault.LineOf(fault) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>The portal, ready to start; tests start it in their own process on a free port.</summary>
    public static WebApplication Create(params string[] args) => Create(args, static _ => { });

    /// <param name="require">Asked before anything of the portal is made, so it must ask for settings alone.</param>
    internal static WebApplication Create(string[] args, Action<IServiceProvider> require)
    {
        // Settings and assets lie beside the program, wherever it is started from.
        // Settings are read and checked once, so nobody need watch their files (and with them every folder beside the program).
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ContentRootPath = AppContext.BaseDirectory });
        // Assets are those of the build, unless a setting says otherwise: the route that looks for newer ones stands for every path, and would answer
        // at those that take POST alone.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [KeyValuePair.Create("ReloadStaticAssetsAtRuntime", (string?)"false")] });
        builder.WebHost.UseStaticWebAssets();
        builder.KeepHostQuietUntilStarted();
        // Says when requests begin and end, which nobody reads; where it is silent, no activity is made for each.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.AddLimits();
        builder.AddPages();
        builder.AddApi();
        builder.AddPortal();
        builder.AddProposals();
        builder.AddVotes();

        var app = builder.Build();
        require(app.Services);
        app.UseSecurityHeaders();
        app.UseHead();
        app.UseRouting();
        app.UseOriginGate();
        // Named, or the host puts it before everything, and every vote passes it.
        app.UseAuthorization();
        app.UseErrorPages();
        app.UseCrossOriginReaders();
        app.UseLimits();
        app.UseDevWallet();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapApi();
        app.MapMessages();
        app.MapHealth();
        app.MapDevWallet();
        // The policy of SecuritySetup covers frames; Blazor would add a second header.
        app.MapRazorComponents<App>().WithStaticAssets().AddInteractiveServerRenderMode(static options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}
