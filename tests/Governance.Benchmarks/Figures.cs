using System.Globalization;

namespace Governance.Benchmarks;

/// <summary>How figures are summed up and shown, alike in all benchmarks.</summary>
internal static class Figures
{
    internal static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The figure that this share of them does not exceed.</summary>
    internal static double Percentile(IEnumerable<double> figures, double share)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    internal static void Print(string what, double figure, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-58} {figure,12:F2} {unit}"));

    internal static Dictionary<string, double> Rounded(IEnumerable<KeyValuePair<string, double>> ratios) => ratios.ToDictionary(ratio => ratio.Key, ratio => Math.Round(ratio.Value, 3));
}
