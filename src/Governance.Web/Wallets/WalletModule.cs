using Microsoft.JSInterop;

namespace Governance.Web.Wallets;

/// <summary>The page's side of <c>js/wallet.js</c>. A lost connection is an answer like any other.</summary>
public sealed class WalletModule(IJSRuntime js) : IAsyncDisposable
{
    private static readonly WalletAnswer Lost = new(false, "disconnected", "The connection to the portal was lost while your wallet was asked. If you signed, your vote was still delivered.");

    private IJSObjectReference? _module;

    public async Task<IReadOnlyList<WalletEntry>> ListAsync()
    {
        try { return await (await ModuleAsync()).InvokeAsync<WalletEntry[]>("list"); }
        catch (Exception lost) when (IsLost(lost)) { return []; }
    }

    /// <summary>Pictures stay in the browser: one can be larger than a message of this connection may be.</summary>
    public Task ShowIconsAsync() => TellAsync("showIcons");

    public Task<WalletAnswer> ConnectAsync(string uuid) => AskAsync("connect", uuid);

    /// <summary>The wallet of the last visit, where it still shares an account; nothing is asked of the reader.</summary>
    public Task<WalletAnswer> ReconnectAsync() => AskAsync("reconnect");

    public Task DisconnectAsync() => TellAsync("disconnect");

    /// <summary>Asks for a signature over the typed data and posts the envelope from the browser itself.</summary>
    public Task<WalletAnswer> SignAndSendAsync(string uuid, string typedDataJson) => AskAsync("signAndSend", uuid, typedDataJson);

    /// <summary>Asks for a signature over a governor's ballot and posts it, with the rest of the request, from the browser itself.</summary>
    public Task<WalletAnswer> SignAndSendBallotAsync(string uuid, string account, string typedDataJson, string ballotJson) =>
        AskAsync("signAndSendBallot", uuid, account, typedDataJson, ballotJson);

    public Task<WalletAnswer> TransactAsync(string uuid, string account, WalletTransaction transaction, ulong chainId) =>
        AskAsync("transact", uuid, account, transaction, chainId);

    /// <summary>Stops waiting for the wallet; what it answers later is dropped.</summary>
    public Task CancelAsync() => TellAsync("cancel");

    /// <summary>Calls the component's OnAccountChanged when the wallet changes its account.</summary>
    public async Task<IJSObjectReference?> WatchAsync<T>(string uuid, DotNetObjectReference<T> component) where T : class
    {
        try { return await (await ModuleAsync()).InvokeAsync<IJSObjectReference>("watch", uuid, component); }
        catch (Exception lost) when (IsLost(lost)) { return null; }
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is null) return;
        try { await _module.DisposeAsync(); }
        catch (JSDisconnectedException) { /* the page is gone, and the module with it */ }
    }

    private async Task<WalletAnswer> AskAsync(string function, params object?[] arguments)
    {
        try { return await (await ModuleAsync()).InvokeAsync<WalletAnswer>(function, arguments); }
        catch (Exception lost) when (IsLost(lost)) { return Lost; }
    }

    private async Task TellAsync(string function)
    {
        try { await (await ModuleAsync()).InvokeVoidAsync(function); }
        catch (Exception lost) when (IsLost(lost)) { /* nobody is there to be told */ }
    }

    private async Task<IJSObjectReference> ModuleAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/wallet.js");

    private static bool IsLost(Exception exception) => exception is JSDisconnectedException or JSException or OperationCanceledException;
}
