using System.Text.Json.Nodes;
using Governance.Aliases;
using Governance.Ethereum;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Accounts;

/// <summary>Who else may sign in an account's name; the account lets another key do so for 90 days, or takes that back.</summary>
public sealed partial class AliasBox(AliasStore aliases, TimeProvider clock)
{
    private const int MostShown = 100;
    private const string OnlyOwner = "That is not this account: connect the wallet that holds it.";

    [Parameter, EditorRequired] public string Account { get; set; } = "";

    private IReadOnlyList<AliasStore.ValidAlias> Aliases { get; set; } = [];

    private string Wanted { get; set; } = "";

    private Address? Revoked { get; set; }

    private string? Said { get; set; }

    private Address Owner => Address.Parse(Account);

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => Aliases = await aliases.OfAsync(Owner, clock.GetUtcNow(), MostShown);

    private bool IsOwner(Address account) => account == Owner;

    private IReadOnlyList<string> Faults()
    {
        if (!Address.TryParse(Wanted.Trim(), out var alias)) return ["That is not an address: 0x and 40 digits, with the checksum’s capital letters or none."];
        return alias == Owner ? ["That is this account itself, which needs no permission."] : [];
    }

    private JsonObject PermissionOf(Address account) => AliasTypedData.Set(account, Address.Parse(Wanted.Trim()), clock.GetUtcNow());

    private JsonObject RevocationOf(Address account) => AliasTypedData.Revoke(account, Revoked!.Value, clock.GetUtcNow());

    private void Revoke(Address alias) => (Revoked, Said) = (alias, null);

    private async Task PermittedAsync()
    {
        (Wanted, Said) = ("", "It may sign for this account from now on.");
        await ReadAsync();
    }

    private async Task RevokedAsync()
    {
        (Revoked, Said) = (null, "It may no longer sign for this account.");
        await ReadAsync();
    }
}
