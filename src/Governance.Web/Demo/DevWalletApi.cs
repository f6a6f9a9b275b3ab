using System.Text.Json;
using Governance.Ethereum;
using Governance.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Web.Demo;

/// <summary>
/// The development wallet's other half: its accounts, and the few requests that the local node answers for them. Only with the local chain,
/// and only for a browser on this machine that shows this portal's own page.
/// </summary>
internal static class DevWalletApi
{
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "eth_chainId", "eth_blockNumber", "eth_call", "eth_estimateGas", "eth_getTransactionReceipt", "eth_getTransactionByHash",
        "eth_getBalance", "eth_gasPrice", "eth_signTypedData_v4", "personal_sign", "eth_sendTransaction",
    };

    public static void MapDevWallet(this WebApplication app)
    {
        var demo = app.Services.GetRequiredService<DemoPortal>();
        var wallet = app.MapGroup("/dev/wallet").ExcludeFromDescription().DisableAntiforgery().AddEndpointFilter(async (context, next) =>
            demo.Chain is not null && IsHere(context.HttpContext) ? await next(context) : TypedResults.NotFound());
        wallet.MapGet("", () => demo.Accounts.Select(account => new { address = account.Address.ToString(), name = account.Name }));
        wallet.MapPost("", AskAsync);
    }

    /// <summary>Without the local chain the wallet's script is not there either.</summary>
    public static void UseDevWallet(this WebApplication app)
    {
        var demo = app.Services.GetRequiredService<DemoPortal>();
        app.Use((context, next) =>
        {
            if (demo.Chain is not null || !IsScript(context.Request.Path)) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static bool IsScript(PathString path) => path.Value?.StartsWith("/js/dev-wallet.", StringComparison.OrdinalIgnoreCase) == true;

    // The host's name too: a foreign name that leads to this machine would make a foreign page look like our own.
    private static bool IsHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address)
        && context.Request.Host.Host is ("127.0.0.1" or "localhost" or "[::1]")
        && SecuritySetup.IsOwn(context.Request);

    private static async Task<JsonHttpResult<object>> AskAsync(WalletRequest request, DemoPortal demo, CancellationToken cancellationToken)
    {
        if (!Methods.Contains(request.Method)) return Fault(4200, $"The development wallet does not do {request.Method}.");
        if (SenderOf(request) is { } sender && demo.Accounts.All(account => account.Address != sender)) return Fault(4100, "The development wallet has no such account.");
        try
        {
            var parameters = request.Params is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(p => (object?)p).ToArray() : [];
            var result = await demo.Chain!.Client.RequestAsync(request.Method, cancellationToken, parameters);
            return TypedResults.Json<object>(new { result });
        }
        catch (RpcException e)
        {
            return Fault(-32603, e.Fault.Message);
        }
    }

    // Whom it would sign for: the node itself would sign for the contracts' owner too.
    private static Address? SenderOf(WalletRequest request)
    {
        if (request.Params is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0) return null;
        var text = request.Method switch
        {
            "eth_signTypedData_v4" => list[0].GetString(),
            "personal_sign" => list.GetArrayLength() > 1 ? list[1].GetString() : "",
            "eth_sendTransaction" => list[0].TryGetProperty("from", out var from) ? from.GetString() : "",
            _ => null,
        };
        if (text is null) return null;
        return Address.TryParse(text, out var address) ? address : default(Address);
    }

    private static JsonHttpResult<object> Fault(int code, string message) => TypedResults.Json<object>(new { error = new { code, message } });

    internal sealed record WalletRequest(string Method, JsonElement? Params);
}
