namespace Governance.Recounts;

/// <summary>One thing that is not as it must be.</summary>
/// <param name="Code">Stable, for programs: <c>wrong-signature</c>.</param>
/// <param name="Where">Which vote, leaf, line or cell.</param>
/// <param name="Text">A sentence: what was found, what was expected.</param>
public sealed record Difference(string Code, string Where, string Text)
{
    public override string ToString() => $"{Code}: {Where}: {Text}";
}

/// <summary>Collects differences from several threads; of a flood only the first are kept, all are counted.</summary>
public sealed class Differences
{
    private readonly Lock _lock = new();
    private readonly List<Difference> _kept = [];
    private readonly int _most;

    public Differences(int most = 1_000) => _most = most;

    /// <summary>How many there were, kept or not.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<Difference> Kept
    {
        get { lock (_lock) return [.. _kept]; }
    }

    public void Add(string code, string where, string text)
    {
        lock (_lock)
        {
            Count++;
            if (_kept.Count < _most) _kept.Add(new Difference(code, where, text));
        }
    }
}
