using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>
/// The old balances, linked one to one with the Ethereum accounts that speak for them (rules: <c>README.md</c>). Pure: the same files and rules give the
/// same numbers to the portal, a recount and an auditor.
/// </summary>
public sealed class LinkedBalances
{
    private readonly Dictionary<Address, VotingPower> _powers = [];
    private readonly ILookup<Address, LinkedBalance> _byVoter;

    private LinkedBalances(IReadOnlyList<LinkedBalance> accounts)
    {
        Accounts = accounts;
        _byVoter = accounts.Where(account => account.Voter is not null).ToLookup(account => account.Voter!.Value);
        foreach (var voter in _byVoter) _powers[voter.Key] = Sum(voter, account => account.Counted);
    }

    /// <summary>In the list's order.</summary>
    public IReadOnlyList<LinkedBalance> Accounts { get; }

    /// <summary>What each voter has here; voters whose old accounts count elsewhere are in it with 0.</summary>
    public IReadOnlyDictionary<Address, VotingPower> Powers => _powers;

    public VotingPower Of(Address voter) => _powers.GetValueOrDefault(voter);

    /// <summary>The old accounts that this account speaks for; several may be one person's.</summary>
    public IEnumerable<LinkedBalance> AccountsOf(Address voter) => _byVoter[voter];

    public static LinkedBalances Link(OldBalances balances, ClaimRecord? record, LinkList links, LinkRules rules)
    {
        var claims = (record?.Claims ?? []).ToLookup(claim => claim.User);
        // Of 20 bytes nobody can tell which of two keys they are.
        var shared = balances.Entries.CountBy(entry => entry.Account.ClaimUser).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
        return new([.. balances.Entries.Select(entry => LinkOne(entry, [.. claims[entry.Account.ClaimUser]], shared.Contains(entry.Account.ClaimUser), links.Of(entry.Account), rules))]);
    }

    public static VotingPower Sum(IEnumerable<LinkedBalance> accounts, Func<LinkedBalance, VotingPower> part) =>
        accounts.Aggregate(VotingPower.Zero, (sum, account) => sum + part(account));

    private static LinkedBalance LinkOne(OldBalance balance, Claim[] claims, bool isShared, Address? listed, LinkRules rules)
    {
        if (rules.Excluded.TryGetValue(balance.Account, out var why)) return Nobody(Standing.Excluded, why);
        if (claims.Length == 0) return listed is { } voter ? new(balance, Standing.Linked, voter, balance.Total, default, default, claims, true, "An imported link names who speaks for it.") { OpenStaked = balance.Staked } : Nobody(Standing.Unclaimed, "Nobody has claimed it or is linked to it.");
        if (isShared) return Nobody(Standing.Conflict, "Another old account has the same first 20 bytes, and a claim names no more than these: it can not be told whose it was.");

        var receivers = claims.Select(claim => rules.VoterIsL2Receiver ? claim.L2Receiver ?? claim.Receiver : claim.Receiver).Distinct().ToArray();
        var (paid, open, openStaked) = Split(balance, claims, rules);
        if (receivers.Length > 1) return Contradicted("It was claimed for two different receivers; one old account never counts for two.");
        if (listed is not null && listed != receivers[0]) return Contradicted($"It was claimed for {receivers[0]}, but the imported link names {listed}; one old account never counts for two.");
        if (receivers[0].IsZero) return Contradicted("It was claimed for the zero address, which is nobody's.");
        return new(balance, Standing.Linked, receivers[0], open, paid, default, claims, listed is not null, Sentence(paid, open, claims)) { OpenStaked = openStaked };

        LinkedBalance Nobody(Standing standing, string reason) => new(balance, standing, null, default, default, balance.Total, claims, listed is not null, reason) { OpenStaked = balance.Staked };

        // What was paid is where it is and counts there; only the rest has nobody to speak for it.
        LinkedBalance Contradicted(string reason) => new(balance, Standing.Conflict, null, default, paid, open, claims, listed is not null, reason) { OpenStaked = openStaked };
    }

    // By the list's own amounts: the claim's staked part is in shares, which are worth another number of tokens.
    private static (VotingPower Paid, VotingPower Open, VotingPower OpenStaked) Split(OldBalance balance, Claim[] claims, LinkRules rules)
    {
        var free = rules.Paid == ClaimedTokens.Here ? balance.Free : default;
        bool isStakedHere = claims.All(claim => claim.IsBridged) ? rules.Bridged == ClaimedTokens.Here : rules.Paid == ClaimedTokens.Here;
        var staked = isStakedHere ? balance.Staked : default;
        return (balance.Total - free - staked, free + staked, staked);
    }

    private static string Sentence(VotingPower paid, VotingPower open, Claim[] claims) =>
        open.IsZero ? "It was claimed: the tokens were paid to its receiver and count where they are now, not here."
        : paid.IsZero ? "It was claimed: the claim names who speaks for it, and no other source counts its tokens."
        : claims.Any(claim => claim.IsBridged) ? "It was claimed: the free part was paid and counts where it is now; the staked part is owed on the layer 2 and counts here until then."
        : "It was claimed: a part was paid and counts where it is now, the rest counts here.";
}
