using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>What an account's vote carries and why: source by source, with the old accounts that it speaks for.</summary>
public sealed partial class PowerExplained(ExplainPower explain)
{
    [Parameter, EditorRequired] public Proposal Proposal { get; set; } = default!;

    [Parameter, EditorRequired] public string Account { get; set; } = "";

    [Parameter] public string WalletName { get; set; } = "";

    /// <summary>Null while it is being read.</summary>
    [Parameter] public PowerReading? Power { get; set; }

    /// <summary>Why it could not be read.</summary>
    [Parameter] public string? Fault { get; set; }

    [Parameter] public string? Symbol { get; set; }

    [Parameter] public EventCallback Leave { get; set; }

    [Parameter] public EventCallback Retry { get; set; }

    private IReadOnlyList<ExplainedSource> Explained => Power is null ? [] : explain.Run(Proposal.Rules.Strategies, Address.Parse(Account), Power);
}
