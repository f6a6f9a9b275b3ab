namespace Governance.Web.Elements;

/// <summary>What a choice means for the outcome, where the voting system says so.</summary>
public enum ChoiceRole { Plain, For, Against, Abstain }

/// <summary>One choice and the power behind it, in base units.</summary>
public sealed record TallyLine(int Index, string Label, VotingPower Power, ChoiceRole Role = ChoiceRole.Plain);
