using Governance.Proposals;

namespace Governance.Web.Proposals;

/// <summary>The count of a proposal, redrawn when a vote is accepted.</summary>
public sealed partial class LiveTally(ProposalSheets sheets, ProposalChanges changes) : LiveSheet(sheets, changes);
