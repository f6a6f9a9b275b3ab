using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Clients;
using Governance.DevChain;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>A witness signs the ledger's head, and the operator's wallet writes it onto a real chain from the status page; both are shown there.</summary>
public sealed class WitnessWalkTests(Browser browser)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheHeadIsCosigned_AndAnchoredOnChain_FromTheStatusPage()
    {
        string folder = Directory.CreateTempSubdirectory("governance-witness-").FullName;
        var (arguments, voters) = Space.Configure(folder, 3);
        await using var anvil = await Anvil.StartAsync(new AnvilOptions(), Ct);
        var (witness, account) = (voters[2], anvil.Accounts[1]);
        await using (var portal = await PortalProcess.StartInAsync(folder, [.. arguments, $"--Chains:0:Id={anvil.ChainId}", $"--Chains:0:Rpc:0={anvil.Url}",
            $"--Ledger:Witnesses:0:Address={witness.Address}", "--Ledger:Witnesses:0:Name=A careful neighbour", $"--Ledger:Anchors:0:Chain={anvil.ChainId}", $"--Ledger:Anchors:0:Account={account}"]))
        {
            using var space = Space.Of(portal, voters);
            await space.ProposeAsync("Let it be seen", "By others.");
            using var http = new HttpClient { BaseAddress = portal.Url };
            await CosignAsync(http, witness);

            await using var visitor = await browser.VisitAsync(portal.Url);
            await InstallWalletAsync(visitor.Context, anvil, account);
            var page = await visitor.OpenAsync("/status");
            await Assertions.Expect(page.GetByText("A careful neighbour")).ToBeVisibleAsync();
            await page.Locator("[data-anchor] summary").ClickAsync();
            await page.Locator("[data-anchor] [data-send]").ClickAsync();
            await Assertions.Expect(page.Locator("[data-said]")).ToContainTextAsync("Anchored in block");

            var anchor = (await http.GetFromJsonAsync<JsonElement>("/ledger/anchors", Ct)).GetProperty("items")[0];
            var head = (await http.GetStringAsync(new Uri("/ledger/checkpoint", UriKind.Relative), Ct)).Split('\n');
            anchor.GetProperty("size").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(head[1]);
            anchor.GetProperty("root").GetString().ShouldBe(Hex.Format(Convert.FromBase64String(head[2])));
            var sent = await anvil.Client.RequestAsync("eth_getTransactionByHash", Ct, anchor.GetProperty("transaction").GetString());
            Encoding.UTF8.GetString(Hex.Parse(sent.GetProperty("input").GetString()!)).ShouldBe($"governance-anchor/v1\n{string.Join('\n', head[..3])}\n");
            visitor.Complaints.ShouldBeEmpty(portal.Output);
            await ExpectAccessibleAsync(portal, anchor.GetProperty("transaction").GetString()!);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task CosignAsync(HttpClient http, SigningKey witness)
    {
        string note = await http.GetStringAsync(new Uri("/ledger/checkpoint", UriKind.Relative), Ct);
        string text = note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        long size = long.Parse(text.Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture);
        using var signed = await http.PostAsJsonAsync("/ledger/cosignatures", new { size, signature = Hex.Format(witness.SignPersonalMessage(Encoding.UTF8.GetBytes(text)).ToArray()) }, Ct);
        signed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var forged = await http.PostAsJsonAsync("/ledger/cosignatures", new { size, signature = "0x" + new string('1', 130) }, Ct);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.GetStringAsync(new Uri($"/ledger/checkpoint?size={size}", UriKind.Relative), Ct)).ShouldBe(
            note + (await http.GetFromJsonAsync<JsonElement>("/ledger/cosignatures", Ct)).GetProperty("items")[0].GetProperty("line").GetString());
        using var unknown = await http.GetAsync(new Uri("/ledger/checkpoint?size=4096", UriKind.Relative), Ct);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task ExpectAccessibleAsync(PortalProcess portal, string transaction)
    {
        string axe = NodeClients.ReadPackageFile("axe-core/axe.min.js");
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 320) })
        {
            await using var reader = await browser.VisitAsync(portal.Url, width, scheme: scheme);
            var page = await reader.OpenAsync("/status");
            await Assertions.Expect(page.Locator($"[title='{transaction}']")).ToHaveCountAsync(1);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
            await page.EvaluateAsync(axe);
            (await page.EvaluateAsync<string[]>("async () => (await axe.run(document)).violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ')))")).ShouldBeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
        }
    }

    // A wallet whose account lives in the local chain: it sends what it is asked to.
    private static async Task InstallWalletAsync(IBrowserContext context, Anvil anvil, Address account)
    {
        await context.ExposeFunctionAsync<string, Task<string>>("chainSend", async json =>
        {
            var asked = JsonDocument.Parse(json).RootElement;
            var sent = await anvil.Transactions.SendAsync(new DevTransaction(Address.Parse(asked.GetProperty("from").GetString()!), Address.Parse(asked.GetProperty("to").GetString()!), Hex.Parse(asked.GetProperty("data").GetString()!)), CancellationToken.None);
            return sent.TransactionHash.ToString();
        });
        await context.AddInitScriptAsync($$"""
            (() => {
              const provider = {
                async request({ method, params }) {
                  switch (method) {
                    case "eth_requestAccounts": case "eth_accounts": return ["{{account}}"];
                    case "eth_chainId": return "0x{{anvil.ChainId:x}}";
                    case "eth_sendTransaction": return window.chainSend(JSON.stringify(params[0]));
                    default: throw Object.assign(new Error(method), { code: 4200 });
                  }
                },
              };
              const info = { uuid: "6a0d7f5e-0a5f-4a53-8a3b-4b1f1a0a7c11", name: "Operator's wallet", rdns: "test.operator.wallet", icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>" };
              const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
              window.addEventListener("eip6963:requestProvider", announce);
              announce();
            })();
            """);
    }
}
