using System.Data.Common;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;

namespace Governance.Exports;

/// <summary>The lists that a proposal's sources name: whoever recounts it needs their bytes.</summary>
internal static class ProposalLists
{
    /// <exception cref="InvalidDataException">The database lacks one that it kept when the proposal was published.</exception>
    public static IEnumerable<ListFile> Read(DbConnection connection, Proposal proposal) =>
        Hashes(proposal).Select(hash => ListStore.Find(connection, hash) ?? throw new InvalidDataException($"The list {ListFile.ReferenceTo(hash)} is missing: the database was altered or damaged; restore a backup."));

    /// <summary>Their bytes together.</summary>
    public static long Length(DbConnection connection, Proposal proposal) => ListStore.Length(connection, [.. Hashes(proposal)]);

    private static IEnumerable<Hash32> Hashes(Proposal proposal) =>
        proposal.Rules.Strategies.SelectMany(strategy => StrategyRegistry.Get(strategy.Name).Lists(strategy)).Select(list => list.Hash).Distinct();
}
