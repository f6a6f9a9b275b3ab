using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>What a block has shown of a milestone.</summary>
/// <param name="Proposal">The proposal's key.</param>
/// <param name="Holds">Whether the condition holds there.</param>
/// <param name="Value">A call's answer as text (empty: it gave none that its signature allows), or the name of the event.</param>
/// <param name="Transaction">Of an event; null: a call's answer.</param>
public sealed record MilestoneReading(
    long Proposal, int Number, ulong Chain, bool Holds, string Value, BlockPoint Block, Hash32? Transaction, int? LogIndex)
{
    public long Position => LogIndex is { } index ? ChainFact.PositionOf(Block.Number, index) : ChainFact.LastPositionOf(Block.Number);

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(Block.Time);
}
