namespace Governance.Exports;

/// <summary>Chunks of a file, each read while the one before it is written out: reading and writing take one core each.</summary>
internal static class ReadAhead
{
    /// <param name="next">The chunk after this one, the first after null; null: there are no more.</param>
    public static IEnumerable<TChunk> Chunks<TChunk>(Func<TChunk?, TChunk?> next) where TChunk : class
    {
        var reading = Task.Run(() => next(null));
        while (reading.GetAwaiter().GetResult() is { } chunk)
        {
            reading = Task.Run(() => next(chunk));
            yield return chunk;
        }
    }
}
