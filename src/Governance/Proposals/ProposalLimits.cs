namespace Governance.Proposals;

/// <summary>How much a space's authors may publish. Section <c>Limits</c> of the configuration; 0 is refused.</summary>
public sealed class ProposalLimits
{
    /// <summary>New proposals of one space in 24 hours.</summary>
    public int ProposalsPerDay { get; set; } = 100;

    /// <summary>New proposals of one space in 30 days.</summary>
    public int ProposalsPerMonth { get; set; } = 500;

    /// <summary>Proposals of one author that are active in a space at a time; members, moderators and admins have no such limit.</summary>
    public int ActiveProposalsPerAuthor { get; set; } = 50;

    /// <summary>Characters of the text.</summary>
    public int ProposalBodyLength { get; set; } = 10_000;

    public int ProposalChoices { get; set; } = 20;

    /// <summary>What is wrong with these settings; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (ProposalsPerDay < 1) yield return Fault(nameof(ProposalsPerDay), ProposalsPerDay, 100);
        if (ProposalsPerMonth < 1) yield return Fault(nameof(ProposalsPerMonth), ProposalsPerMonth, 500);
        if (ActiveProposalsPerAuthor < 1) yield return Fault(nameof(ActiveProposalsPerAuthor), ActiveProposalsPerAuthor, 50);
        if (ProposalBodyLength < 1) yield return Fault(nameof(ProposalBodyLength), ProposalBodyLength, 10_000);
        if (ProposalChoices < 1) yield return Fault(nameof(ProposalChoices), ProposalChoices, 20);
    }

    private static string Fault(string key, int value, int example) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Limits:{key}: {value} must be at least 1 (a large number means practically no limit), for example {example}");
}
