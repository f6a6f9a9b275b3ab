using System.Text.Json.Nodes;
using Governance.Ethereum;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Wallets;

/// <summary>Connects a wallet, has it sign what <see cref="Typed"/> builds for its account, and delivers that.</summary>
public sealed partial class SignedAction(WalletModule wallet)
{
    /// <summary>What the button says.</summary>
    [Parameter, EditorRequired] public string Button { get; set; } = "";

    /// <summary>The EIP-712 message for the account that signs.</summary>
    [Parameter, EditorRequired] public Func<Address, JsonObject> Typed { get; set; } = null!;

    /// <summary>Called once the portal has accepted it.</summary>
    [Parameter, EditorRequired] public EventCallback Signed { get; set; }

    /// <summary>What to say above the reasons when it was not done.</summary>
    [Parameter, EditorRequired] public string Refused { get; set; } = "";

    /// <summary>What is missing before it may be signed; null: nothing can be.</summary>
    [Parameter] public Func<IReadOnlyList<string>>? Check { get; set; }

    /// <summary>Which accounts may; null: every one.</summary>
    [Parameter] public Func<Address, bool>? Only { get; set; }

    /// <summary>Said to the others.</summary>
    [Parameter] public string OnlyWhom { get; set; } = "";

    private string? Account { get; set; }

    private string? WalletId { get; set; }

    private bool Busy { get; set; }

    private IReadOnlyList<string> Faults { get; set; } = [];

    private void Connected(WalletAnswer answer) => (WalletId, Account) = (answer.Uuid, Address.Parse(answer.Account!.ToLowerInvariant()).ToString());

    private async Task LeaveAsync()
    {
        await wallet.DisconnectAsync();
        (Account, Faults) = (null, []);
    }

    private Task CancelAsync() => wallet.CancelAsync();

    private async Task SignAsync()
    {
        // Five quick clicks are one request.
        if (Busy) return;
        Faults = Check?.Invoke() ?? [];
        if (Faults.Count > 0) return;
        Busy = true;
        StateHasChanged();
        var answer = await wallet.SignAndSendAsync(WalletId!, Typed(Address.Parse(Account!)).ToJsonString());
        Busy = false;
        if (answer.Ok) await Signed.InvokeAsync();
        else Faults = [answer.Message];
    }
}
