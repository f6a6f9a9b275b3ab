namespace Governance.Strategies;

/// <summary>An account's voting power at a proposal's snapshot, source by source.</summary>
/// <param name="Sources">One for each strategy, in the proposal's order.</param>
/// <param name="Decimals">Of <see cref="Total"/> and of every source's <see cref="PowerSource.Power"/>.</param>
public sealed record PowerReading(IReadOnlyList<PowerSource> Sources, int Decimals)
{
    /// <summary>The plain sum of the sources.</summary>
    /// <exception cref="OverflowException">It is more than can be counted.</exception>
    public VotingPower Total { get; } = Sum(Sources);

    public IReadOnlyList<VotingPower> ByStrategy { get; } = PowersOf(Sources);

    /// <summary>Whether it can change with who else votes.</summary>
    public bool IsOverriding => Sources.Any(source => source.Delegated is not null);

    // Made for every vote, so without enumerators.
    private static VotingPower Sum(IReadOnlyList<PowerSource> sources)
    {
        var sum = VotingPower.Zero;
        for (int k = 0; k < sources.Count; k++) sum += sources[k].Power;
        return sum;
    }

    private static VotingPower[] PowersOf(IReadOnlyList<PowerSource> sources)
    {
        var powers = new VotingPower[sources.Count];
        for (int k = 0; k < powers.Length; k++) powers[k] = sources[k].Power;
        return powers;
    }
}

/// <summary>One source of an account's voting power.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Raw">As the source gives it.</param>
/// <param name="RawDecimals">The source's own decimals.</param>
/// <param name="Power">The same amount in the proposal's decimals.</param>
/// <param name="Block">Where it was read; null for sources that need no chain.</param>
/// <param name="Why">A sentence for the voter.</param>
public sealed record PowerSource(string Strategy, string Label, VotingPower Raw, int RawDecimals, VotingPower Power, SnapshotBlock? Block, string Why)
{
    /// <summary>Only one provider of a chain gave this number: nobody confirmed it.</summary>
    public bool SingleSource { get; init; }

    /// <summary>The part that follows who else votes; null: none. <see cref="Power"/> is as if nobody else voted.</summary>
    public DelegatedPower? Delegated { get; init; }
}
