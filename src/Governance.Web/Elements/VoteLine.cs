namespace Governance.Web.Elements;

/// <summary>A vote as a table shows it.</summary>
/// <param name="Power">Base units; null while the voting power is not known yet.</param>
/// <param name="Source">How it was cast: <c>signed</c> or <c>on chain</c>.</param>
public sealed record VoteLine(string Voter, string Choice, VotingPower? Power, DateTimeOffset At, string Source, string? Reason = null, string? Transaction = null);
