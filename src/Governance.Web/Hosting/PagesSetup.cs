using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace Governance.Web.Hosting;

/// <summary>Pages: static server rendering, with interactive islands for voting and writing.</summary>
internal static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<CircuitOptions>(static circuits =>
        {
            // A reader who lost the network for three minutes finds the page as it was left.
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuits.DisconnectedCircuitMaxRetained = 100;
            // A person may read a signature request for longer than interop's minute.
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromMinutes(10);
        });
        builder.Services.AddScoped<AntiforgeryStateProvider, NoFormTokens>();
    }

    /// <summary>A page that fails or is missing says so in the portal's own words; an API answers with problem details.</summary>
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        // Inside the pages' handlers: what is answered here never reaches them.
        app.UseWhen(static context => ApiSetup.IsApi(context.Request.Path), static api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
    }

    /// <summary>
    /// Pages hold no HTML form that posts, so no token is made: a token would set a cookie on every reader and forbid every cache.
    /// A form that is posted to a page all the same is refused, because it can carry no token.
    /// </summary>
    private sealed class NoFormTokens : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
