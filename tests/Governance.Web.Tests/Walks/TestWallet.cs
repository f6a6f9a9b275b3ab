using System.Text.Json;
using Governance.DevChain;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>
/// A wallet in the page, announced by EIP-6963 as real ones are, that signs with a real key. What it does when it is asked can be
/// changed while the page is open: <c>ok</c>, <c>reject</c>, <c>pending</c>, <c>unsupported</c>, <c>hang</c>, <c>garbage</c>, <c>switch-account</c>, <c>throw</c>.
/// </summary>
internal sealed class TestWallet
{
    private const string Script = """
        (() => {
          const listeners = {};
          const state = window.testWallet = { mode: "ok", asked: 0 };
          const fault = (code, message) => Object.assign(new Error(message), { code });
          const provider = {
            async request({ method, params }) {
              const account = await window.testWalletAccount();
              switch (method) {
                case "eth_requestAccounts": case "eth_accounts": return [account];
                case "eth_chainId": return window.testWalletChain();
                case "eth_sendTransaction": return window.testWalletSend(JSON.stringify(params[0]));
                case "eth_getCode": return "0x";
                case "eth_signTypedData_v4":
                  state.asked++;
                  switch (state.mode) {
                    case "reject": throw fault(4001, "User rejected the request.");
                    case "pending": throw fault(-32002, "Already processing.");
                    case "unsupported": throw fault(4200, "Not supported.");
                    case "throw": throw "nonsense";
                    case "hang": return new Promise(() => { });
                    case "garbage": return "0x1234";
                    case "switch-account": for (const f of listeners.accountsChanged ?? []) f(["0x00000000000000000000000000000000000000aa"]);
                  }
                  return window.testWalletSign(params[1]);
                default: throw fault(4200, method);
              }
            },
            on(name, f) { (listeners[name] ??= []).push(f); },
            removeListener(name, f) { listeners[name] = (listeners[name] ?? []).filter(g => g !== f); },
          };
          const info = { uuid: "350670db-19fa-4704-a166-e52e178b59d2", name: "Walking wallet", rdns: "test.walking.wallet", icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='32' height='32'><rect width='32' height='32' fill='teal'/></svg>" };
          const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
          window.addEventListener("eip6963:requestProvider", announce);
          announce();
        })();
        """;

    /// <param name="signs">Is told each typed data that the page hands over to be signed, as its text.</param>
    public static Task InstallAsync(IBrowserContext context, SigningKey key, Action<string>? signs = null, ulong chain = 1) => InstallAsync(
        context, key.Address, chain,
        typedData =>
        {
            signs?.Invoke(typedData);
            return Sign(key, typedData);
        },
        _ => throw new InvalidOperationException("This wallet has no ether."));

    /// <summary>The wallet of an account that the local node signs for: it sends transactions.</summary>
    public static Task InstallAsync(IBrowserContext context, Anvil anvil, Address account) => InstallAsync(
        context, account, anvil.ChainId, _ => throw new InvalidOperationException("This wallet only sends."),
        async transaction =>
        {
            using var json = JsonDocument.Parse(transaction);
            var sent = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.GetString());
            // Stated, as for all transactions of the local chain.
            sent["gas"] = DevTransaction.MostGas;
            return (await anvil.Client.RequestAsync("eth_sendTransaction", CancellationToken.None, sent)).GetString()!;
        });

    private static async Task InstallAsync(IBrowserContext context, Address account, ulong chain, Func<string, string> sign, Func<string, Task<string>> send)
    {
        await context.ExposeFunctionAsync("testWalletAccount", () => account.ToString());
        await context.ExposeFunctionAsync("testWalletChain", () => $"0x{chain:x}");
        await context.ExposeFunctionAsync("testWalletSign", sign);
        await context.ExposeFunctionAsync("testWalletSend", send);
        await context.AddInitScriptAsync(Script);
    }

    public static Task SetModeAsync(IPage page, string mode) => page.EvaluateAsync($"window.testWallet.mode = '{mode}'");

    /// <summary>How often the wallet was asked to sign on this page.</summary>
    public static Task<int> AskedAsync(IPage page) => page.EvaluateAsync<int>("window.testWallet.asked");

    /// <summary>Signs as eth_signTypedData_v4 does.</summary>
    public static string Sign(SigningKey key, string typedDataJson)
    {
        using var json = JsonDocument.Parse(typedDataJson);
        return TypedData.TryParse(json.RootElement, out var typedData, out string? fault)
            ? key.Sign(typedData.Digest).ToString()
            : throw new ArgumentException(fault, nameof(typedDataJson));
    }
}
