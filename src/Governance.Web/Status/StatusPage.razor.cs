using System.Reflection;
using Governance.Ethereum;
using Governance.Indexing;
using Governance.Ledger;

namespace Governance.Web.Status;

/// <summary>Chains and their providers, the ledger's newest head, the program's version.</summary>
public sealed partial class StatusPage(ChainStatuses chains, LedgerStore ledger)
{
    private static readonly string Version = typeof(StatusPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private IReadOnlyList<ChainStatus> Chains { get; set; } = [];

    private Checkpoint? Head { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Chains = await chains.ReadAsync();
        Head = await ledger.LatestAsync();
    }

    private static string NameOf(ProviderState state) => state switch
    {
        ProviderState.Working => "Working",
        ProviderState.OnTrial => "Waiting",
        _ => "Failed",
    };
}
