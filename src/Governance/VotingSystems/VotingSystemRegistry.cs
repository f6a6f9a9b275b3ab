using System.Collections.Frozen;

namespace Governance.VotingSystems;

/// <summary>Every voting system by Snapshot's name.</summary>
public static class VotingSystemRegistry
{
    private static readonly FrozenDictionary<string, IVotingSystem> Systems = new IVotingSystem[]
    {
        new SingleChoice("single-choice"),
        new SingleChoice("basic"),
        new Approval(),
        new Weighted(),
        new Quadratic(),
        new RankedChoice(),
        new Copeland(),
    }.ToFrozenDictionary(system => system.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Systems.Keys;

    public static bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IVotingSystem? system) => Systems.TryGetValue(name, out system);

    /// <exception cref="KeyNotFoundException">A stored proposal names a system that this program does not know: an older program on a newer database.</exception>
    public static IVotingSystem Get(string name) => Systems[name];

    /// <summary>Why votes can not be counted by this system, as a sentence; null when they can.</summary>
    public static string? FaultOf(string name) =>
        Systems.ContainsKey(name) ? null
        : name == "custom" ? $"The voting system 'custom' has no rule that says how votes count, so nobody could count them; use one of {KnownNames}."
        : $"This portal does not know the voting system '{name}'; it knows {KnownNames}.";

    private static string KnownNames => string.Join(", ", Names.Order(StringComparer.Ordinal));
}
