namespace Governance.Exports;

/// <summary>
/// Remembers the outlines of files that were made, by entity tag, so that a reader who goes on costs only what he still needs. An outline
/// that is not known is made by making the file once for nobody; at most two at a time.
/// </summary>
public sealed class ExportOutlines : IDisposable
{
    private const int MostKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ExportOutline> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly SemaphoreSlim _makers = new(2);

    public ExportOutline? Find(ExportFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        lock (_lock) return _known.GetValueOrDefault(file.ETag);
    }

    public void Keep(ExportFile file, ExportOutline outline)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.IsFrozen) return;
        lock (_lock)
        {
            if (!_known.TryAdd(file.ETag, outline)) return;
            _order.Enqueue(file.ETag);
            if (_order.Count > MostKept) _known.Remove(_order.Dequeue());
        }
    }

    /// <summary>The outline, made now where it is not known; null when others are being made already: ask again.</summary>
    public async Task<ExportOutline?> FindOrMakeAsync(ExportFile file, CancellationToken cancellationToken)
    {
        if (Find(file) is { } known) return known;
        if (!await _makers.WaitAsync(TimeSpan.Zero, cancellationToken)) return null;
        try
        {
            var outline = await file.WriteAsync(Stream.Null, cancellationToken);
            Keep(file, outline);
            return outline;
        }
        finally
        {
            _makers.Release();
        }
    }

    public void Dispose() => _makers.Dispose();
}
