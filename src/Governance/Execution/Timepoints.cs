using Governance.Chains;

namespace Governance.Execution;

/// <summary>When a governor's timepoints were or will be. Seconds are exact; blocks that came have their times, those to come are reckoned.</summary>
/// <param name="CountsSeconds">Else timepoints are block numbers.</param>
/// <param name="Head">The chain's present.</param>
/// <param name="Known">Blocks by number, those of the timepoints asked for.</param>
/// <param name="Pace">Seconds from block to block, usually; null: not known.</param>
internal sealed record Timepoints(bool CountsSeconds, BlockPoint Head, IReadOnlyDictionary<long, BlockPoint> Known, long? Pace)
{
    public const int PaceWindow = 32;

    /// <summary>The moment after which <paramref name="timepoint"/> is past; null: not known.</summary>
    public (DateTimeOffset? At, bool IsEstimate) EndOf(long timepoint)
    {
        if (CountsSeconds) return (At(Math.Min(timepoint, DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1) + 1), false);
        if (timepoint <= Head.Number) return (Known.TryGetValue(timepoint, out var block) ? At(block.Time) : null, false);
        return Pace is { } pace && timepoint - Head.Number < int.MaxValue ? (At(Head.Time + (pace * (timepoint - Head.Number))), true) : (null, true);
    }

    /// <summary>The median gap: a pause or a leap of the chain's clock does not count.</summary>
    public static long? PaceOf(IReadOnlyList<BlockPoint> recent)
    {
        var gaps = recent.Zip(recent.Skip(1)).Select(pair => pair.Second.Time - pair.First.Time).Order().ToArray();
        return gaps.Length == 0 ? null : gaps[gaps.Length / 2];
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
