using System.Reflection;
using Governance.Chains;
using Governance.Ethereum;
using Governance.Ledger;

namespace Governance.Web.Status;

/// <summary>Chains and their providers, the ledger's newest head, the program's version.</summary>
public sealed partial class StatusPage(ChainRegistry chains, LedgerStore ledger)
{
    private static readonly string Version = typeof(StatusPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private IReadOnlyList<FollowedChain> Chains { get; set; } = [];

    private Checkpoint? Head { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Chains = chains.List();
        Head = await ledger.LatestAsync();
    }

    private static string NameOf(ProviderState state) => state switch
    {
        ProviderState.Working => "Working",
        ProviderState.OnTrial => "Waiting",
        _ => "Failed",
    };
}
