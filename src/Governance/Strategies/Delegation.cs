using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>delegation</c>: what <c>params.strategies</c> give the accounts that named this one in the delegate registry. Nothing of the account's own. Who
/// votes himself is not counted by his delegate; who named one delegate for the space and another for everywhere is counted by the first
/// if he votes, else by the second (as Snapshot counts).
/// </summary>
public sealed class Delegation() : RegistryStrategy("delegation")
{
    public override Overriding Overriding => Overriding.Listed;

    public override async Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var book = await BookAsync(definition, view, cancellationToken);
        var own = await OwnAsync(definition, view, voters.SelectMany(voter => book.DelegatorsOf(voter)).Select(listed => listed.Account), cancellationToken);
        return [.. voters.Select(voter => Reading([.. book.DelegatorsOf(voter)
            .Where(listed => !own[listed.Account].IsZero)
            .Select(listed => new Delegator(listed.Account, own[listed.Account], listed.Before))]))];
    }

    private static SourceReading Reading(Delegator[] from)
    {
        var received = from.Aggregate(VotingPower.Zero, (sum, one) => sum + one.Raw);
        return new SourceReading(received, new DelegatedPower(received, from, null));
    }
}
