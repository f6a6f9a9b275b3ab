using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>What an account of the old chain held at the list's block, in that chain's base units.</summary>
/// <param name="Free">All that was not staked, locked or not.</param>
/// <param name="Staked">In tokens, not in shares.</param>
public sealed record OldBalance(OldAccount Account, VotingPower Free, VotingPower Staked)
{
    public VotingPower Total => Free + Staked;
}

/// <summary>The balances of the old chain at its last block, as its operators exported them.</summary>
public sealed class OldBalances
{
    private OldBalances(IReadOnlyList<OldBalance> entries)
    {
        Entries = entries;
        Total = entries.Aggregate(VotingPower.Zero, (sum, entry) => sum + entry.Total);
    }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<OldBalance> Entries { get; }

    public VotingPower Total { get; }

    /// <summary>
    /// Reads <c>account,free,staked</c>, one account a line: SS58 of any network or a public key in hexadecimal, then two whole numbers of base units.
    /// A first line of just these three words is a heading; empty lines are skipped.
    /// </summary>
    /// <exception cref="FormatException">A line is not that, or one key is listed twice, however it is spelled: the message has the line's number.</exception>
    public static OldBalances Parse(string name, byte[] content)
    {
        var entries = new List<OldBalance>();
        var seen = new HashSet<OldAccount>();
        foreach (var line in ListLines.Read(name, content, "account,free,staked"))
        {
            if (line.Fields is not [var accountText, var freeText, var stakedText] || !OldAccount.TryParse(accountText, out var account)
                || !VotingPower.TryParse(freeText, out var free) || !VotingPower.TryParse(stakedText, out var staked))
                throw line.Wrong("an account (SS58 or 0x and 64 digits) and two whole numbers of base units, free and staked");
            if (!seen.Add(account)) throw line.Wrong($"new: {account} is listed twice, perhaps in two spellings");
            entries.Add(new OldBalance(account, free, staked));
        }

        return new OldBalances(entries);
    }
}
