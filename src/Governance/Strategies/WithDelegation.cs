using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>with-delegation</c>: what <c>params.strategies</c> give the account and those who named it in the delegate registry. Who named somebody has no
/// power of his own, so nobody's vote changes another's. A delegate for the space goes before one for everywhere.
/// </summary>
public sealed class WithDelegation() : RegistryStrategy("with-delegation")
{
    public override Overriding Overriding => Overriding.Never;

    public override async Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var book = await BookAsync(definition, view, cancellationToken);
        Address[][] counted = [.. voters.Select(voter => CountedBy(book, voter).ToArray())];
        var own = await OwnAsync(definition, view, counted.SelectMany(accounts => accounts), cancellationToken);
        return [.. counted.Select(accounts => new SourceReading(accounts.Aggregate(VotingPower.Zero, (sum, account) => sum + own[account])))];
    }

    private static IEnumerable<Address> CountedBy(DelegateBook book, Address voter)
    {
        if (book.DelegateOf(voter) is null) yield return voter;
        foreach (var listed in book.DelegatorsOf(voter).Where(listed => listed.Before.Count == 0)) yield return listed.Account;
    }
}
