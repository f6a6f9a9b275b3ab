using Governance.Web.Tests.Walks;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Governance.Web.Tests.Walks;

/// <summary>One Chromium for all walks. It reaches nothing but the loopback.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
        "--disable-sync", "--no-first-run", "--metrics-recording-only", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        // PLAYWRIGHT_CHROMIUM: where another machine keeps its browser.
        string path = Environment.GetEnvironmentVariable("PLAYWRIGHT_CHROMIUM") ?? Chromium;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = Arguments });
    }

    /// <summary>A fresh visitor. Every complaint of the browser (a script error, a broken policy) is kept in <see cref="Visitor.Complaints"/>.</summary>
    public async Task<Visitor> VisitAsync(Uri portal, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = portal.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, JavaScriptEnabled = script, TimezoneId = "Europe/Berlin", ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return new Visitor(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>One visitor's browser profile.</summary>
public sealed class Visitor(IBrowserContext context) : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public IBrowserContext Context => context;

    public IReadOnlyList<string> Complaints => _complaints;

    public async Task<IPage> OpenAsync(string path)
    {
        var page = await context.NewPageAsync();
        page.Console += (_, message) => { if (message.Type == "error") _complaints.Add(message.Text); };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.GotoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
