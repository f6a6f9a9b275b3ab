namespace Governance.Web.Elements;

/// <summary>A vote as a table shows it.</summary>
/// <param name="Power">Base units; null while the voting power is not known yet.</param>
/// <param name="Transaction">Of an on-chain vote; null for a signed one.</param>
/// <param name="Message">A signed vote's id: it has a receipt; null for an on-chain one.</param>
public sealed record VoteLine(string Voter, string Choice, VotingPower? Power, DateTimeOffset At, string? Reason = null, string? Transaction = null, string? Message = null)
{
    /// <summary>What sets it apart from an ordinary vote.</summary>
    public string? Note { get; init; }

    /// <summary>The power is taken from this voter's earlier vote.</summary>
    public bool IsTaken { get; init; }
}
