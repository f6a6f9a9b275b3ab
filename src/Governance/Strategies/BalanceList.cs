using System.Text;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>A list of accounts and whole numbers of base units that an operator imported, known by the SHA-256 of its file.</summary>
public sealed class BalanceList
{
    private readonly Dictionary<Address, VotingPower> _amounts = [];

    private BalanceList()
    {
    }

    public IReadOnlyDictionary<Address, VotingPower> Amounts => _amounts;

    public int Count => _amounts.Count;

    /// <summary>All amounts together, base units.</summary>
    public VotingPower Total { get; private set; }

    public VotingPower Of(Address account) => _amounts.GetValueOrDefault(account);

    /// <summary>Reads <c>address,digits</c>, one account a line; empty lines are skipped, spaces around both are not part of them.</summary>
    /// <exception cref="FormatException">A line is neither, or an account is listed twice: the message has the line's number.</exception>
    public static BalanceList Parse(string name, byte[] content)
    {
        var list = new BalanceList();
        int number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).EnumerateLines())
        {
            number++;
            if (line.Trim().IsEmpty) continue;
            int comma = line.IndexOf(',');
            if (comma < 0 || !Address.TryParse(line[..comma].Trim(), out var account) || !VotingPower.TryParse(line[(comma + 1)..].Trim(), out var amount))
                throw new FormatException($"{name}, line {number}: '{line}' is not an address, a comma and a whole number of base units.");
            if (!list._amounts.TryAdd(account, amount)) throw new FormatException($"{name}, line {number}: {account} is listed twice.");
            list.Total += amount;
        }

        return list;
    }
}
