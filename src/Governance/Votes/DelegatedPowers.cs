using System.Text.Json;
using Governance.Database;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Tallies;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// Keeps every vote's power right where votes change each other's: a delegator who votes takes his part out of his delegate's vote, whichever
/// came first. Nothing is ever counted anew; a vote costs the delegations that it touches. What each power was read as stays in the
/// ledger's evidence, from which a recount derives the same powers (<c>Recounts/EffectivePowers</c>).
/// </summary>
internal static class DelegatedPowers
{
    /// <summary>Takes a vote in and changes the votes that its voter's delegates cast; the answer is what counts of its own power now.</summary>
    /// <param name="before">The voter's vote that it replaces, already out of the count; null: his first.</param>
    public static (VotingPower Total, IReadOnlyList<VotingPower> ByStrategy) Enter(WriteScope scope, VerifiedVote vote, long message, VoteStore.CurrentVote? before)
    {
        if (!StrategyRegistry.AreOverriding(vote.Proposal.Rules.Strategies)) return (vote.Power.Total, vote.Power.ByStrategy);
        var (proposal, voter) = (vote.Proposal, vote.Message.Envelope.From);
        DelegatedPower?[] parts = [.. vote.Power.Sources.Select(source => source.Delegated?.WithDecimals(source.RawDecimals, proposal.Rules.Decimals))];
        if (before is null)
        {
            foreach (var ended in DelegatedPowerStore.EndedBy(scope, proposal.Key, voter))
            {
                DelegatedPowerStore.MarkWithheld(scope, proposal.Key, ended);
                Withhold(scope, proposal, ended.To, ended.Strategy, ended.Amount);
            }

            Give(scope, proposal, voter, parts);
        }
        else
        {
            Replace(scope, proposal, voter, before.Message, parts);
        }

        VotingPower[] received = [.. parts.Select(part => part?.Received ?? VotingPower.Zero)];
        DelegatedPowerStore.AddReading(scope, message, vote.Power.ByStrategy, received);
        VotingPower[] counted = [.. vote.Power.ByStrategy.Select((power, k) => DelegatedPower.Left(power, received[k], DelegatedPowerStore.Withheld(scope, proposal.Key, voter, k)))];
        return (Sum(counted), counted);
    }

    // A replaced vote keeps the power that was read; the blocks are pinned, so its delegations are nearly always the new one's too.
    private static void Replace(WriteScope scope, Proposal proposal, Address voter, long before, DelegatedPower?[] parts)
    {
        var reading = DelegatedPowerStore.ReadingOf(scope, before);
        DelegatedPowerStore.SetPower(scope, before, Sum(reading.ByStrategy), reading.ByStrategy);
        var old = PartsOf(DelegatedPowerStore.EvidenceOf(scope, before), proposal.Rules.Decimals);
        if (old.SequenceEqual(parts)) return;
        TakeBack(scope, proposal, voter, old);
        Give(scope, proposal, voter, parts);
    }

    private static void Give(WriteScope scope, Proposal proposal, Address voter, DelegatedPower?[] parts)
    {
        for (int k = 0; k < parts.Length; k++)
        {
            foreach (var one in parts[k]?.From ?? [])
            {
                bool withheld = one.Ends.Any(account => DelegatedPowerStore.HasVoted(scope, proposal.Key, account));
                DelegatedPowerStore.Add(scope, proposal.Key, new(voter, k, one.Account, one.Raw, withheld), one.Ends);
                if (withheld) Withhold(scope, proposal, voter, k, one.Raw);
            }

            if (parts[k]?.TakesBack is { } back) Withhold(scope, proposal, back.Delegate, k, back.Raw);
        }
    }

    private static void TakeBack(WriteScope scope, Proposal proposal, Address voter, DelegatedPower?[] parts)
    {
        var rows = DelegatedPowerStore.OfDelegate(scope, proposal.Key, voter).ToDictionary(row => (row.Strategy, row.From));
        for (int k = 0; k < parts.Length; k++)
        {
            foreach (var one in parts[k]?.From ?? [])
            {
                var row = rows[(k, one.Account)];
                DelegatedPowerStore.Remove(scope, proposal.Key, row, one.Ends);
                if (row.Withheld) Withhold(scope, proposal, voter, k, one.Raw, release: true);
            }

            if (parts[k]?.TakesBack is { } back) Withhold(scope, proposal, back.Delegate, k, back.Raw, release: true);
        }
    }

    // The delegate's own vote, if there is one, follows at once.
    private static void Withhold(WriteScope scope, Proposal proposal, Address from, int strategy, VotingPower amount, bool release = false)
    {
        var withheld = DelegatedPowerStore.Withheld(scope, proposal.Key, from, strategy);
        withheld = release ? withheld - amount : withheld + amount;
        DelegatedPowerStore.SetWithheld(scope, proposal.Key, from, strategy, withheld);
        if (VoteStore.Current(scope, proposal.Key, from) is not { } vote) return;
        var (read, received) = DelegatedPowerStore.ReadingOf(scope, vote.Message);
        var old = VoteStore.Unpack(vote.ByStrategy);
        VotingPower[] now = [.. old];
        now[strategy] = DelegatedPower.Left(read[strategy], received[strategy], withheld);
        if (now[strategy] == old[strategy]) return;
        var (tally, system, choice) = (TallyChanges.Of(scope), VotingSystemRegistry.Get(proposal.VotingSystem), Choice.Parse(vote.Choice));
        tally.Remove(scope, new(proposal.Key, system, choice, vote.VotingPower, old));
        tally.Add(scope, new(proposal.Key, system, choice, Sum(now), now));
        DelegatedPowerStore.SetPower(scope, vote.Message, Sum(now), now);
    }

    private static DelegatedPower?[] PartsOf(string evidence, int decimals)
    {
        using var json = JsonDocument.Parse(evidence);
        return [.. json.RootElement.GetProperty("power").GetProperty("sources").EnumerateArray().Select(source =>
            source.TryGetProperty("delegated", out var delegated) ? PowerReadingJson.ReadDelegated(delegated).WithDecimals(source.GetProperty("decimals").GetInt32(), decimals) : null)];
    }

    private static VotingPower Sum(IEnumerable<VotingPower> byStrategy) => byStrategy.Aggregate(VotingPower.Zero, (sum, power) => sum + power);
}
