using System.Text.Json;
using Governance.Exports;
using Governance.Proposals;
using Governance.Recounts;
using Governance.VotingSystems;

namespace Governance.Audit;

/// <summary>The bundle's claim against what was counted, number by number.</summary>
internal static class TallyCheck
{
    public static void Run(Proposal proposal, Tally tally, JsonElement? line, Differences differences)
    {
        if (Claim(line, differences) is not { } claimed) return;
        // Before the end the state depends on the moment of the export, which is the portal's word.
        var at = DateTimeOffset.FromUnixTimeSeconds(claimed.Final ? proposal.End + 1 : claimed.State == "pending" ? proposal.Start - 1 : proposal.Start);
        var counted = TallyJson.Of(proposal, tally, at);
        Compare("proposal", counted.Proposal, claimed.Proposal, differences);
        Compare("system", counted.System, claimed.System, differences);
        Compare("state", counted.State, claimed.State, differences);
        Compare("decimals", counted.Decimals, claimed.Decimals, differences);
        Compare("ledgerSize", counted.LedgerSize, claimed.LedgerSize, differences);
        Compare("total.votingPower", counted.Total.VotingPower, claimed.Total.VotingPower, differences);
        Compare("total.votes", counted.Total.Votes, claimed.Total.Votes, differences);
        Compare("quorum", counted.Quorum, claimed.Quorum, differences);
        Compare("number of choices", counted.Choices.Count, claimed.Choices.Count, differences);
        foreach (var (ours, theirs) in counted.Choices.Zip(claimed.Choices))
        {
            Compare($"choice {ours.Index}: votingPower", ours.VotingPower, theirs.VotingPower, differences);
            Compare($"choice {ours.Index}: index", ours.Index, theirs.Index, differences);
            Compare($"choice {ours.Index}: label", ours.Label, theirs.Label, differences);
            Compare($"choice {ours.Index}: byStrategy", string.Join(", ", ours.ByStrategy), string.Join(", ", theirs.ByStrategy), differences);
        }
    }

    private static TallyJson? Claim(JsonElement? line, Differences differences)
    {
        try
        {
            var claimed = line?.GetProperty(BundleFormat.Tally).Deserialize<TallyJson>(BundleFormat.Json);
            if (claimed is not null && claimed.Choices.All(choice => choice is not null)) return claimed;
        }
        catch (JsonException)
        {
        }

        differences.Add("missing-tally", "the bundle", "it makes no claim that can be read");
        return null;
    }

    private static void Compare<T>(string what, T counted, T claimed, Differences differences)
    {
        if (!EqualityComparer<T>.Default.Equals(counted, claimed)) differences.Add("wrong-tally", what, $"counted {TextOf(counted)}, claimed {TextOf(claimed)}");
    }

    // What has parts is shown as the bundle spells it.
    private static string TextOf<T>(T value) => value is null or IFormattable or string ? $"{value}" : JsonSerializer.Serialize(value, BundleFormat.Json);
}
