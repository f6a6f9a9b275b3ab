using Microsoft.AspNetCore.Components;

namespace Governance.Web.Wallets;

/// <summary>Finds the browser's wallets, lets one be chosen and asks it for an account.</summary>
public sealed partial class WalletPicker(WalletModule wallet)
{
    /// <summary>Called with the wallet's answer once an account is shared.</summary>
    [Parameter, EditorRequired] public EventCallback<WalletAnswer> Connected { get; set; }

    private IReadOnlyList<WalletEntry>? Wallets { get; set; }

    private string? Fault { get; set; }

    private bool Busy { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await wallet.ReconnectAsync() is { Ok: true } known) await Connected.InvokeAsync(known);
        else if (Wallets is { Count: > 0 }) await wallet.ShowIconsAsync();
    }

    private async Task LookAsync()
    {
        Fault = null;
        Wallets = await wallet.ListAsync();
    }

    private async Task ConnectAsync(WalletEntry chosen)
    {
        // Five quick clicks are one request.
        if (Busy) return;
        (Busy, Fault) = (true, null);
        StateHasChanged();
        var answer = await wallet.ConnectAsync(chosen.Uuid);
        Busy = false;
        if (answer.Ok) await Connected.InvokeAsync(answer);
        else Fault = answer.Message;
    }

    private Task CancelAsync() => wallet.CancelAsync();
}
