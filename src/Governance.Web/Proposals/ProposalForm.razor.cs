using Governance.Chains;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Strategies;
using Governance.Web.Wallets;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>The author's workbench in its first form: write with preview, choose count and dates, publish by signature.</summary>
public sealed partial class ProposalForm(SpaceStore spaces, ChainRegistry chains, SnapshotFinder snapshots, ProposalLimits limits, WalletModule wallet, TimeProvider clock)
{
    // So many blocks behind the head, a reorganisation of the snapshot block is unlikely.
    private const ulong Depth = 5;

    [Parameter, EditorRequired] public string SpaceId { get; set; } = "";

    private WalletModule Wallet => wallet;

    private ProposalLimits Limits => limits;

    private Space? Space { get; set; }

    private ProposalDraftForm? Form { get; set; }

    private MilestoneEditor? Milestones { get; set; }

    private string? Account { get; set; }

    private string? WalletId { get; set; }

    private bool Busy { get; set; }

    private string? Published { get; set; }

    private IReadOnlyList<string> Faults { get; set; } = [];

    protected override void OnInitialized()
    {
        Space = spaces.Find(SpaceId);
        if (Space is not null) Form = new(Space.Settings, limits, clock.GetUtcNow());
    }

    private static Dictionary<string, object> InputId(string id) => new() { ["id"] = id };

    private void ConnectedAsync(WalletAnswer answer) => (WalletId, Account) = (answer.Uuid, Address.Parse(answer.Account!.ToLowerInvariant()).ToString());

    private async Task LeaveAsync()
    {
        await wallet.DisconnectAsync();
        Account = null;
    }

    private async Task PublishAsync()
    {
        // Five quick clicks are one request.
        if (Busy) return;
        var now = clock.GetUtcNow();
        Faults = [.. Form!.Faults(now)];
        if (Faults.Count > 0) return;
        Busy = true;
        StateHasChanged();
        try
        {
            Faults = await SignAsync(now);
        }
        finally
        {
            Busy = false;
        }
    }

    private async Task<IReadOnlyList<string>> SignAsync(DateTimeOffset now)
    {
        if (await Milestones!.CheckAsync() is { } unfit) return [unfit];
        if (await SnapshotAsync() is not { } snapshot) return ["The chain where voting power is read does not answer, so there is no snapshot block. Try again in a moment."];
        var message = ProposalTypedData.Proposal(SpaceId, Address.Parse(Account!), Form!.ToRequest(now, snapshot), now);
        var answer = await wallet.SignAndSendAsync(WalletId!, message.ToJsonString());
        if (!answer.Ok) return [answer.Message];
        Published = answer.Id;
        return [];
    }

    // Some blocks behind the head of the space's chain, or its last final one where a source asks for that; 1 where no source of power needs a chain. Null: the chain does not answer.
    private async Task<long?> SnapshotAsync()
    {
        var settings = Space!.Settings;
        if (!settings.Strategies.Any(strategy => StrategyRegistry.Get(strategy.Name).Chains(strategy).Any())) return 1;
        try
        {
            if (await snapshots.NewestFinalAsync(settings.Strategies, settings.Network, CancellationToken.None) is { } final) return (long)final.Number;
            var head = chains.Client(settings.Network) is { } chain ? await chain.GetBlockAsync(BlockTag.Latest, CancellationToken.None) : null;
            return head is null ? null : (long)(head.Number > Depth ? head.Number - Depth : head.Number);
        }
        catch (RpcException)
        {
            return null;
        }
    }
}
