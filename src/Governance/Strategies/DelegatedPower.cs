using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>What one source gives an account.</summary>
/// <param name="Raw">In the source's base units, as if nobody else voted.</param>
/// <param name="Delegated">Null: no part of it depends on who else votes.</param>
public sealed record SourceReading(VotingPower Raw, DelegatedPower? Delegated = null)
{
    /// <summary>An account that this source does not count.</summary>
    internal SourceReading Nothing() => new(VotingPower.Zero, Delegated is null ? null : new DelegatedPower(VotingPower.Zero, [], null));

    /// <summary>Without what these accounts gave.</summary>
    internal SourceReading Without(IReadOnlySet<Address> delegators)
    {
        if (Delegated?.From.Any(one => delegators.Contains(one.Account)) != true) return this;
        Delegator[] left = [.. Delegated.From.Where(one => !delegators.Contains(one.Account))];
        var received = left.Aggregate(VotingPower.Zero, (sum, one) => sum + one.Raw);
        return new(Raw - Delegated.Received + received, Delegated with { Received = received, From = left });
    }
}

/// <summary>
/// The part of a source's amount that follows who votes: a delegator who votes himself takes his part out of his delegate's power.
/// Amounts are base units of the source.
/// </summary>
/// <param name="Received">What others gave. The rest of the amount is the account's own.</param>
/// <param name="From">Whose it is, where the source lists them (then their parts add up to <paramref name="Received"/>); else empty.</param>
/// <param name="TakesBack">What the account takes out of its delegate's <paramref name="Received"/> by voting itself, where the source does not list delegators.</param>
public sealed record DelegatedPower(VotingPower Received, IReadOnlyList<Delegator> From, TakenBack? TakesBack)
{
    public bool Equals(DelegatedPower? other) =>
        other is not null && Received == other.Received && TakesBack == other.TakesBack && From.SequenceEqual(other.From);

    public override int GetHashCode() => HashCode.Combine(Received, From.Count, TakesBack);

    /// <summary>The same amounts written with more decimals: exact.</summary>
    public DelegatedPower WithDecimals(int from, int to) => from == to ? this : new(
        Received.WithDecimals(from, to),
        [.. From.Select(one => one with { Raw = one.Raw.WithDecimals(from, to) })],
        TakesBack is { } back ? back with { Raw = back.Raw.WithDecimals(from, to) } : null);

    /// <summary>What is left of an amount when this much of what was received is withheld.</summary>
    /// <param name="amount">The whole amount, own part included, in the units of the others.</param>
    public static VotingPower Left(VotingPower amount, VotingPower received, VotingPower withheld) =>
        withheld >= received ? amount - received : amount - withheld;
}

/// <summary>One who gave his power to a delegate.</summary>
/// <param name="Unless">Delegates of his that go before this one: when one of them votes, the power is theirs.</param>
public sealed record Delegator(Address Account, VotingPower Raw, IReadOnlyList<Address> Unless)
{
    /// <summary>Whose vote ends it: his own, or that of a delegate who goes before.</summary>
    public IEnumerable<Address> Ends => Unless.Append(Account);

    public bool Equals(Delegator? other) => other is not null && Account == other.Account && Raw == other.Raw && Unless.SequenceEqual(other.Unless);

    public override int GetHashCode() => HashCode.Combine(Account, Raw, Unless.Count);
}

/// <summary>What a delegator takes out of his delegate's power by voting himself.</summary>
public sealed record TakenBack(Address Delegate, VotingPower Raw);

/// <summary>How a source's power depends on who else votes on the same proposal.</summary>
public enum Overriding
{
    /// <summary>Not at all.</summary>
    Never,

    /// <summary>Each delegator's part is listed with the delegate's power.</summary>
    Listed,

    /// <summary>Each voter's own reading tells what he takes back from his delegate.</summary>
    TakenBack,
}
