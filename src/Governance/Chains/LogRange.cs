namespace Governance.Chains;

/// <summary>
/// How many blocks to ask logs of at once. Providers' limits differ and are not told, so they are found out: halved when an answer would be
/// too large, doubled while nothing was refused yet, and after that raised by a tenth, so that a limit is tried again now and then but seldom hit.
/// </summary>
internal sealed class LogRange
{
    private const long First = 1_000;
    private const long Most = 100_000;

    private bool _refused;
    private long _asked;

    /// <summary>At least 1.</summary>
    public long Blocks { get; private set; } = First;

    /// <summary>How many of <paramref name="available"/> blocks are asked for next.</summary>
    public long Next(long available) => _asked = Math.Min(Blocks, available);

    public void Answered()
    {
        // An answer to less than was allowed says nothing about the limit.
        if (_asked == Blocks) Blocks = Math.Min(Most, _refused ? Blocks + Math.Max(1, Blocks / 10) : Blocks * 2);
    }

    /// <summary>False when a single block is too large already.</summary>
    public bool Refused()
    {
        _refused = true;
        if (_asked <= 1) return false;
        Blocks = _asked / 2;
        return true;
    }
}
