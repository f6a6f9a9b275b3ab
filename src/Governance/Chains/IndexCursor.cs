namespace Governance.Chains;

/// <summary>How far a chain is indexed, and how sure its blocks are.</summary>
/// <param name="Chain">EIP-155 number.</param>
/// <param name="Followed">What was indexed, as text: first block, governors and their spaces.</param>
/// <param name="Head">The last indexed block: the chain's present, as far as this portal knows.</param>
/// <param name="Safe">Null: the chain names none.</param>
/// <param name="Finalized">Null: the chain names none.</param>
/// <param name="Stopped">Why indexing stopped for good; null: it goes on.</param>
public sealed record IndexCursor(ulong Chain, string Followed, BlockPoint Head, BlockPoint? Safe, BlockPoint? Finalized, string? Stopped)
{
    public Confidence ConfidenceOf(long block) =>
        block <= Finalized?.Number ? Confidence.Finalized
        : block <= Safe?.Number ? Confidence.Safe
        : Confidence.Latest;

    public Confidence ConfidenceOf(ChainFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return ConfidenceOf(fact.Block);
    }
}
