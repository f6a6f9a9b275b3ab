using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Audit;

/// <summary>The chains behind <c>--rpc</c>: each URL is asked which chain it serves; several of one chain are asked each by itself and must agree.</summary>
internal static class AuditChains
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="InvalidDataException">A URL is none, or nothing that serves a chain answers there; the message names it.</exception>
    public static async Task<ChainRegistry> OpenAsync(IReadOnlyList<string> urls, HttpClient http)
    {
        var found = new List<(ulong Chain, Uri Url)>();
        foreach (string text in urls)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) throw new InvalidDataException($"--rpc {text}: that is no http or https address.");
            found.Add((await ChainOfAsync(url, http), url));
        }

        var registry = ChainRegistry.Of(found.GroupBy(f => f.Chain).Select(group => new ChainOptions { Id = group.Key, Rpc = [.. group.Select(f => f.Url.ToString())] }), http, TimeProvider.System);
        // Which block is the chain's own is checked against the pinned hash; how sure a young chain is of it is no matter of the audit's.
        foreach (var chain in registry.List()) registry.Add(chain with { Confidence = Confidence.Latest });
        return registry;
    }

    private static async Task<ulong> ChainOfAsync(Uri url, HttpClient http)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var answer = await http.PostAsJsonAsync(url, new { jsonrpc = "2.0", id = 1, method = "eth_chainId", @params = Array.Empty<string>() }, patience.Token);
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(patience.Token);
            var id = json.GetProperty("result").GetString() ?? "";
            return ulong.Parse(id.AsSpan(id.StartsWith("0x", StringComparison.Ordinal) ? 2 : 0), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            // The address may hold a key: only its host is shown.
            throw new InvalidDataException($"--rpc {url.Host}: it does not say which chain it serves ({e.Message}).", e);
        }
    }
}
