using Governance.Spaces;
using Governance.Web.Elements;

namespace Governance.Web.Spaces;

/// <summary>A space's voting rules in words.</summary>
internal sealed record SpaceRules(string Quorum, string Delay, string Period, string Threshold)
{
    public static SpaceRules Of(SpaceSettings settings)
    {
        var voting = settings.Voting;
        return new(
            voting.Quorum.Digits.IsZero ? "None" : InTokens(voting.Quorum, settings.Symbol) + (voting.QuorumType == "rejection" ? " against rejects" : ""),
            voting.Delay is { } delay ? TimeFormat.Span(TimeSpan.FromSeconds(delay)) : "Author’s choice",
            voting.Period is { } period ? TimeFormat.Span(TimeSpan.FromSeconds(period)) : "Author’s choice",
            Proposing(settings));
    }

    private static string Proposing(SpaceSettings settings)
    {
        if (settings.OnlyMembers) return "Members only";
        return settings.ProposalThreshold.Digits.IsZero ? "Anybody" : InTokens(settings.ProposalThreshold, settings.Symbol);
    }

    private static string InTokens(ExactDecimal amount, string symbol)
    {
        string text = TokenFormat.Grouped(amount.Digits / System.Numerics.BigInteger.Pow(10, amount.Places));
        string fraction = amount.Places == 0 ? "" : amount.ToString()[amount.ToString().IndexOf('.', StringComparison.Ordinal)..];
        return $"{text}{fraction} {symbol}".TrimEnd();
    }
}
