using System.Numerics;
using Governance.Proposals;
using Governance.VotingSystems;
using Governance.Web.Elements;

namespace Governance.Web.Votes;

/// <summary>What a choice does when it is counted, in a sentence for its voter.</summary>
internal static class ChoiceMeaning
{
    /// <param name="choice">Valid for the proposal's voting system.</param>
    /// <param name="power">Base units.</param>
    /// <param name="decimals">Of the power.</param>
    internal static string Of(Proposal proposal, Choice choice, BigInteger power, int decimals)
    {
        string whole = Amount(proposal, power, decimals);
        string Label(int number) => proposal.Choices[number - 1];
        return proposal.VotingSystem switch
        {
            "approval" => choice.Many!.Count == 1
                ? $"{Label(choice.Many[0])} receives your whole {whole}, the others nothing."
                : $"Each of these {choice.Many.Count} receives your whole {whole}, the others nothing.",
            "ranked-choice" => $"{whole} count for {Label(choice.Many![0])}." + (choice.Many.Count < 3
                ? "" : $" Whenever the choice that they count for is eliminated, they move to your next one still in the race: then {string.Join(", then ", choice.Many.Skip(1).Select(Label))}."),
            "copeland" => $"Every two choices meet in a match, and in each of them your {whole} count for the one that you ranked higher: {Label(choice.Many![0])} against all others, {Label(choice.Many[^1])} against none.",
            "weighted" => $"{Divided(proposal, choice, power, decimals)}.",
            "quadratic" => $"Your power is divided: {Divided(proposal, choice, power, decimals)}. Then the square roots of what all voters gave to a choice are added up, and the sum is squared: many small supporters weigh more than one large.",
            _ => $"{Label(choice.Single!.Value)} receives your whole {whole}.",
        };
    }

    private static string Divided(Proposal proposal, Choice choice, BigInteger power, int decimals)
    {
        var given = choice.Weights!.Where(static part => !part.Weight.IsZero).ToArray();
        var sum = given.Aggregate(BigInteger.Zero, static (all, part) => all + part.Weight);
        return string.Join(", ", given.Select(part => $"{Amount(proposal, power * part.Weight / sum, decimals)} for {proposal.Choices[part.Choice - 1]}"));
    }

    private static string Amount(Proposal proposal, BigInteger units, int decimals) => $"{TokenFormat.Amount(units, decimals)} {proposal.Rules.Symbol}".TrimEnd();
}
