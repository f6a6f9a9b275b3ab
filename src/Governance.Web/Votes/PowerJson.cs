using Governance.Ethereum;
using Governance.Migration;
using Governance.Strategies;
using Governance.Votes;
using Governance.Web.Proposals;

namespace Governance.Web.Votes;

/// <summary>An account's voting power at a proposal's snapshot.</summary>
public sealed record PowerJson(string Address, string VotingPower, int Decimals, IReadOnlyList<PowerSourceJson> Sources)
{
    internal static PowerJson Of(Address account, PowerReading power, IReadOnlyList<ExplainedSource> explained, IReadOnlyList<CountedDelegation?> counted) => new(
        account.ToString(), power.Total.ToString(), power.Decimals, [.. explained.Zip(counted, PowerSourceJson.Of)]);
}

/// <param name="Raw">As the source gives it, in <paramref name="RawDecimals"/>.</param>
/// <param name="VotingPower">The same amount in the proposal's decimals.</param>
/// <param name="SingleSource">Only one provider of the chain told it: nobody confirmed it.</param>
/// <param name="Delegated">The part that follows who else votes; null: none. The amounts above are as if nobody else voted.</param>
/// <param name="Excluded">Why the account has no vote in this source, in the space's words; null: it is not excluded.</param>
/// <param name="OldAccounts">Accounts of the left chain that this account speaks for, with their evidence; none for other sources.</param>
public sealed record PowerSourceJson(
    string Strategy, string Label, string Raw, int RawDecimals, string VotingPower, SnapshotJson? Block, string Why, bool SingleSource, DelegatedJson? Delegated, string? Excluded, IReadOnlyList<OldAccountJson> OldAccounts)
{
    internal static PowerSourceJson Of(ExplainedSource explained, CountedDelegation? counted)
    {
        var source = explained.Source;
        return new(
            source.Strategy, source.Label, source.Raw.ToString(), source.RawDecimals, source.Power.ToString(),
            source.Block is { } block ? new SnapshotJson($"eip155:{block.Chain}", block.Number, block.Hash.ToString()) : null, source.Why, source.SingleSource, counted is null ? null : DelegatedJson.Of(source.Delegated!, counted), explained.Exclusion?.Why,
            [.. explained.OldAccounts.Select(account => OldAccountJson.Of(account, explained.OldChain!, source.RawDecimals, source.Block?.Chain))]);
    }
}

/// <summary>Power that others gave and take back by voting themselves. Amounts are the source's base units.</summary>
/// <param name="Received">What others gave.</param>
/// <param name="Withheld">Of it what does not count now, because they voted.</param>
/// <param name="Counted">What counts now of the source's whole amount.</param>
/// <param name="Delegators">Whose power it is, where the source tells.</param>
/// <param name="TakesBack">What this account takes out of its delegate's vote by voting itself; null: nothing.</param>
public sealed record DelegatedJson(string Received, string Withheld, string Counted, IReadOnlyList<DelegatorJson> Delegators, TakesBackJson? TakesBack)
{
    internal static DelegatedJson Of(DelegatedPower delegated, CountedDelegation counted) => new(
        delegated.Received.ToString(), counted.Withheld.ToString(), counted.Counted.ToString(),
        [.. delegated.From.Zip(counted.EndedBy, (one, end) => new DelegatorJson(one.Account.ToString(), one.Raw.ToString(), end is null, end?.ToString()))],
        delegated.TakesBack is { } back ? new TakesBackJson(back.Delegate.ToString(), back.Raw.ToString()) : null);
}

/// <param name="Counts">Whether the power counts in the delegate's vote now.</param>
/// <param name="EndedBy">Whose vote took it away: the delegator's own, or that of a delegate of his who goes before; null: it counts.</param>
public sealed record DelegatorJson(string Account, string Raw, bool Counts, string? EndedBy);

public sealed record TakesBackJson(string Delegate, string Raw);

/// <summary>An account of the left chain. Amounts are base units of that chain; counted, paidOut and withoutVote add up to free and staked.</summary>
/// <param name="Account">SS58 with the left chain's prefix.</param>
/// <param name="Chain">CAIP-2 of the left chain.</param>
/// <param name="Standing">unclaimed, linked, conflict or excluded.</param>
/// <param name="Voter">Who speaks for it; null: nobody.</param>
/// <param name="LinkList">The imported list that names the voter, <c>sha256:…</c>; null: none does.</param>
public sealed record OldAccountJson(
    string Account, string PublicKey, string Chain, string Free, string Staked, int Decimals, string Standing, string? Voter, string Counted, string PaidOut, string WithoutVote,
    string Why, string? LinkList, IReadOnlyList<ClaimJson> Claims)
{
    internal static OldAccountJson Of(LinkedBalance account, OldChainSource source, int decimals, ulong? claimChain) => new(
        account.Balance.Account.ToSs58(source.Prefix), account.Balance.Account.ToString(), source.OldChain, account.Balance.Free.ToString(), account.Balance.Staked.ToString(), decimals,
        account.Standing.ToString().ToLowerInvariant(), account.Voter?.ToString(), account.Counted.ToString(), account.PaidOut.ToString(), account.WithoutVote.ToString(),
        account.Why, account.IsListed && source.Links is { } links ? ListFile.ReferenceTo(links) : null, [.. account.Claims.Select(claim => ClaimJson.Of(claim, claimChain))]);
}

/// <summary>What the claim contract said: <c>freeTokens</c> and <c>stakedShares</c> are in different units, base units with 18 decimals each.</summary>
/// <param name="User">The first 20 bytes of the old account's public key, as the contract knows it.</param>
/// <param name="L2Receiver">Who is paid the staked part on the layer 2; null: all was paid on this chain.</param>
public sealed record ClaimJson(
    string Event, string Chain, string Contract, ulong Block, string BlockHash, string Transaction, uint LogIndex, string User, string FreeTokens, string StakedShares, string Receiver,
    string? L2Receiver)
{
    internal static ClaimJson Of(Claim claim, ulong? chain) => new(
        claim.Event, $"eip155:{chain}", claim.Contract.ToString(), claim.Block, claim.BlockHash.ToString(), claim.Transaction.ToString(), claim.LogIndex, claim.User.ToString(),
        claim.Free.ToString(), claim.StakedShares.ToString(), claim.Receiver.ToString(), claim.L2Receiver?.ToString());
}
