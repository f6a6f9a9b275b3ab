using System.Numerics;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;

namespace Governance.Votes;

/// <summary>What counts at this moment of a power that follows who else votes.</summary>
/// <param name="Counted">Of the source's amount, base units of the source.</param>
/// <param name="Withheld">What was received and does not count, because accounts that gave it, or delegates who go before, voted themselves.</param>
/// <param name="EndedBy">For each delegator that the source lists, in its order: whose vote took his power away; null: it counts.</param>
public sealed record CountedDelegation(VotingPower Counted, VotingPower Withheld, IReadOnlyList<Address?> EndedBy);

/// <summary>Says to whoever asks for an account's power what of it counts now, and whose votes took the rest.</summary>
public sealed class CountedDelegations(VoteStore votes)
{
    /// <summary>One for each source; null where nothing follows who votes.</summary>
    public async Task<IReadOnlyList<CountedDelegation?>> RunAsync(Proposal proposal, Address account, PowerReading reading)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(reading);
        if (!reading.IsOverriding) return new CountedDelegation?[reading.Sources.Count];
        var voted = await votes.VotedAsync(proposal.Key, reading.Sources.SelectMany(source => source.Delegated?.From ?? []).SelectMany(one => one.Ends).Distinct());
        var takenBack = await votes.WithheldAsync(proposal.Key, account);
        return [.. reading.Sources.Select((source, k) => source.Delegated is { } delegated ? Count(source, delegated, voted, Down(takenBack.GetValueOrDefault(k), reading.Decimals - source.RawDecimals)) : null)];
    }

    // Where the source does not list delegators, the kept sum says what those who voted took back.
    private static CountedDelegation Count(PowerSource source, DelegatedPower delegated, IReadOnlySet<Address> voted, VotingPower takenBack)
    {
        Address?[] endedBy = [.. delegated.From.Select(one => one.Ends.Where(voted.Contains).Select(end => (Address?)end).FirstOrDefault())];
        var withheld = delegated.From.Count > 0
            ? delegated.From.Zip(endedBy).Where(one => one.Second is not null).Aggregate(VotingPower.Zero, (sum, one) => sum + one.First.Raw)
            : takenBack;
        var counted = DelegatedPower.Left(source.Raw, delegated.Received, withheld);
        return new(counted, source.Raw - counted, endedBy);
    }

    // Kept sums are in the proposal's decimals, written up exactly from the source's.
    private static VotingPower Down(VotingPower amount, int places) =>
        places == 0 ? amount : VotingPower.FromBigInteger(amount.ToBigInteger() / BigInteger.Pow(10, places));
}
