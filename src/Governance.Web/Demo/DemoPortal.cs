using System.Globalization;
using Governance.Chains;
using Governance.Database;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Spaces;
using Governance.Web.Hosting;

namespace Governance.Web.Demo;

/// <summary>
/// The migration story, alive: two local chains with real contracts, the demo space on them, real signed votes, a governor proposal on its way
/// through the timelock. Kept in the portal's folder, so that a restart goes on where it was.
/// </summary>
internal sealed class DemoPortal(
    PortalSettings settings, ChainRegistry chains, HostedSpaces hosted, DemoSpace space, DemoKeeper keeper, TimeProvider clock, ILogger<DemoPortal> log) : IAsyncDisposable
{
    internal const int SlotsInAnEpoch = 4;
    private const ulong EthereumChain = 31337;
    private static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(2);

    // Long enough to tell what has happened before today; the governor's voting takes a day of it.
    private static readonly TimeSpan Past = TimeSpan.FromDays(5);

    private Anvil? _anvil, _layer2;

    /// <summary>The running local chain; null when there is none.</summary>
    public Anvil? Chain => _anvil;

    /// <summary>Whom a newcomer may vote as.</summary>
    public IReadOnlyList<DemoAccount> Accounts { get; private set; } = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        hosted.Add(DemoSpace.Id, DemoSpace.Controller.Address);
        if (DevChainAvailability.Check() is { } missing)
        {
            log.LogWarning("{Missing} The demo space runs on its imported balances, with no chain.", missing);
            await space.OpenWithoutChainAsync(cancellationToken);
            return;
        }

        var state = DemoState.Read(settings.Database.Directory);
        _anvil = await StartChainAsync(EthereumChain, "chain.json", state, cancellationToken);
        _layer2 = await StartChainAsync(DemoLayer2.Chain, "chain-l2.json", state, cancellationToken);
        Accounts = DemoAccount.Of(_anvil);
        if (state is null) state = await TellAsync(cancellationToken);
        Follow(state);
        if (!state.SpaceOpened)
        {
            await space.OpenAsync(_anvil, state, cancellationToken);
            state = state with { SpaceOpened = true };
            await state.WriteAsync(settings.Database.Directory);
        }

        await _anvil.Controls.RunInRealTimeAsync(BlockTime, clock, cancellationToken);
        await _layer2.Controls.RunInRealTimeAsync(BlockTime, clock, cancellationToken);
        keeper.Watch(_anvil, state);
        log.LogInformation("Demo: the space {Space} on local chains ({Chain} and {Layer2}); its wallets are everybody's, so nothing on it has any worth.", DemoSpace.Id, _anvil.ChainId.ToString(CultureInfo.InvariantCulture), _layer2.ChainId.ToString(CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (_layer2 is not null) await _layer2.DisposeAsync();
        if (_anvil is not null) await _anvil.DisposeAsync();
    }

    private async Task<Anvil> StartChainAsync(ulong chain, string name, DemoState? state, CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.Database.Directory, name);
        // A chain whose story was never finished is told anew.
        if (state is null) File.Delete(file);
        return await Anvil.StartAsync(
            new AnvilOptions { ChainId = chain, StateFile = file, SlotsInAnEpoch = SlotsInAnEpoch, GenesisTime = state is null ? clock.GetUtcNow() - Past : null }, cancellationToken);
    }

    private async Task<DemoState> TellAsync(CancellationToken cancellationToken)
    {
        var state = await DemoChain.TellAsync(_anvil!, _layer2!, clock.GetUtcNow(), cancellationToken);
        await state.WriteAsync(settings.Database.Directory);
        return state;
    }

    private void Follow(DemoState state)
    {
        Follow(_anvil!, [new FollowedGovernor(state.Governor, DemoSpace.Id)]);
        Follow(_layer2!, []);
    }

    private void Follow(Anvil anvil, IReadOnlyList<FollowedGovernor> governors)
    {
        var client = new ChainClient(anvil.ChainId, [anvil.Url], ChainClient.CreateHttp(), new ChainClientOptions(), clock);
        chains.Add(new FollowedChain(client, governors, 0) { MayBeginAnew = true, Confidence = Confidence.Latest });
    }
}
