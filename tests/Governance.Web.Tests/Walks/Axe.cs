using Governance.Clients;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>axe-core on a page as it stands now.</summary>
internal static class Axe
{
    private const string Audit = """
        async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
          .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`))
        """;

    /// <summary>What it finds, one line each; empty where everybody can use the page.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        // Through the debugger: the page's own policy would refuse a script that is not the portal's.
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(NodeClients.ReadPackageFile("axe-core/axe.min.js"));
        return await page.EvaluateAsync<string[]>(Audit);
    }

    /// <summary>In the light and in the dark: fails the test with what it finds.</summary>
    public static async Task ExpectNothingAsync(IPage page)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await FindAsync(page)).ShouldBeEmpty($"{page.Url}, {scheme}");
        }
    }
}
