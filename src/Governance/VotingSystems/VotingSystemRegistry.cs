using System.Collections.Frozen;

namespace Governance.VotingSystems;

/// <summary>Every voting system by Snapshot's name.</summary>
public static class VotingSystemRegistry
{
    private static readonly FrozenDictionary<string, IVotingSystem> Systems = new IVotingSystem[]
    {
        new SingleChoice("single-choice"),
        new SingleChoice("basic"),
    }.ToFrozenDictionary(system => system.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Systems.Keys;

    public static bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IVotingSystem? system) => Systems.TryGetValue(name, out system);

    /// <exception cref="KeyNotFoundException">A stored proposal names a system that this program does not know: an older program on a newer database.</exception>
    public static IVotingSystem Get(string name) => Systems[name];
}
