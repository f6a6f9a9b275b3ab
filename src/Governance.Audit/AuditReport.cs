using Governance.Ethereum;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Strategies;
using Governance.VotingSystems;

namespace Governance.Audit;

/// <summary>What an audit found.</summary>
/// <param name="Proposal">Null when the bundle holds none that can be read.</param>
/// <param name="Head">The signed head; null when the bundle has none that is signed.</param>
/// <param name="Signer">Who signed the head: compare it with the portal's own word.</param>
/// <param name="Votes">Votes in the bundle, replaced ones too.</param>
/// <param name="Voters">Votes that count.</param>
/// <param name="OnTrust">Votes by the kind of signature that no key made: the contract's word, taken from the evidence.</param>
/// <param name="Tally">Counted here; null without a proposal.</param>
/// <param name="Differences">The first of what differs.</param>
/// <param name="Found">How many differences in all.</param>
public sealed record AuditReport(
    Proposal? Proposal, Checkpoint? Head, Address? Signer, long Votes, long Voters, IReadOnlyDictionary<string, long> OnTrust, Tally? Tally,
    IReadOnlyList<Difference> Differences, long Found)
{
    public bool IsSound => Found == 0;

    /// <summary>False: a chain was asked and did not answer, so that the audit says less than was wanted of it.</summary>
    public bool IsComplete => Chains is not { NotAnswered: > 0 };

    /// <summary>What chains were asked; null when the audit was made offline.</summary>
    public ChainReport? Chains { get; init; }

    /// <summary>The lists that the bundle brought along.</summary>
    internal IListFiles? Lists { get; init; }
}
