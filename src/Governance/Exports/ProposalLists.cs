using System.Data.Common;
using Governance.Proposals;
using Governance.Strategies;

namespace Governance.Exports;

/// <summary>The lists that a proposal's sources name: whoever recounts it needs their bytes.</summary>
internal static class ProposalLists
{
    /// <exception cref="InvalidDataException">The database lacks one that it kept when the proposal was published.</exception>
    public static IEnumerable<ListFile> Read(DbConnection connection, Proposal proposal) =>
        proposal.Rules.Strategies.SelectMany(strategy => StrategyRegistry.Get(strategy.Name).Lists(strategy)).Select(list => list.Hash).Distinct()
            .Select(hash => ListStore.Find(connection, hash) ?? throw new InvalidDataException($"The list {ListFile.ReferenceTo(hash)} is missing: the database was altered or damaged; restore a backup."));
}
