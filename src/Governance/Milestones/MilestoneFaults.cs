using System.Collections.Concurrent;

namespace Governance.Milestones;

/// <summary>On which chains the milestones' calls got no answer at the last look: of this process, not stored.</summary>
public sealed class MilestoneFaults
{
    private readonly ConcurrentDictionary<ulong, string> _faults = new();

    public string? Of(ulong chain) => _faults.GetValueOrDefault(chain);

    /// <summary>True: it is another one than before. Null: all were answered.</summary>
    internal bool Note(ulong chain, string? fault)
    {
        string? before = Of(chain);
        if (fault is null) _faults.TryRemove(chain, out _);
        else _faults[chain] = fault;
        return before is null != fault is null;
    }
}
