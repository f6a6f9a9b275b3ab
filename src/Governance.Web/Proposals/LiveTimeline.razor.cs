using Governance.Proposals;

namespace Governance.Web.Proposals;

/// <summary>The steps of a proposal with their evidence, redrawn as the chain moves on.</summary>
public sealed partial class LiveTimeline(ProposalSheets sheets, ProposalChanges changes) : LiveSheet(sheets, changes);
