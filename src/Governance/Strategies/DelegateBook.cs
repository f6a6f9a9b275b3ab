using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// Who gave his power to whom in a delegate registry, at one block. Delegations are by id: a space's name, the name without ".eth", and none
/// (everywhere), in this order of precedence. Not transitive.
/// </summary>
public sealed class DelegateBook
{
    private readonly Dictionary<Address, Address[]> _delegates = [];
    private readonly Dictionary<Address, List<Listing>> _delegators = [];

    /// <param name="set">What stands at the block: by delegator and id.</param>
    /// <param name="ids">By precedence, the first before the others.</param>
    public DelegateBook(IReadOnlyDictionary<(Address Delegator, Hash32 Id), Address> set, IReadOnlyList<Hash32> ids)
    {
        foreach (var delegator in set.Keys.Select(key => key.Delegator).Distinct().Order())
        {
            // Who names himself gave nothing away.
            Address[] delegates = [.. ids.Where(id => set.ContainsKey((delegator, id))).Select(id => set[(delegator, id)]).Where(to => to != delegator).Distinct()];
            if (delegates.Length == 0) continue;
            _delegates[delegator] = delegates;
            for (int i = 0; i < delegates.Length; i++) Listed(delegates[i]).Add(new Listing(delegator, delegates[..i]));
        }
    }

    /// <summary>Everybody whose power an account may get, ordered by account.</summary>
    public IReadOnlyList<Listing> DelegatorsOf(Address account) => _delegators.GetValueOrDefault(account) ?? [];

    /// <summary>The delegate who goes before all others; null: the account keeps its power.</summary>
    public Address? DelegateOf(Address account) => _delegates.TryGetValue(account, out var delegates) ? delegates[0] : null;

    private List<Listing> Listed(Address account) => _delegators.TryGetValue(account, out var known) ? known : _delegators[account] = [];

    /// <summary>One who named an account.</summary>
    /// <param name="Before">Delegates of his that go before it.</param>
    public sealed record Listing(Address Account, IReadOnlyList<Address> Before);
}
