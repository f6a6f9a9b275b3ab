namespace Governance.Ethereum;

/// <summary>The names that a node gives to moving blocks. What is safe and finalized is the chain's consensus, not ours.</summary>
public enum BlockTag
{
    Latest,
    Safe,
    Finalized,
}

/// <summary>Which block a question is about: a number, a hash (EIP-1898) or a tag.</summary>
public readonly record struct BlockRef
{
    private BlockRef(BlockTag? tag, ulong? number, Hash32? hash, bool requireCanonical)
    {
        Tag = tag;
        Number = number;
        Hash = hash;
        RequireCanonical = requireCanonical;
    }

    public BlockTag? Tag { get; }

    public ulong? Number { get; }

    public Hash32? Hash { get; }

    /// <summary>With a hash: the node answers only while the block is part of its canonical chain.</summary>
    public bool RequireCanonical { get; }

    public static BlockRef Latest { get; } = At(BlockTag.Latest);

    public static BlockRef Safe { get; } = At(BlockTag.Safe);

    public static BlockRef Finalized { get; } = At(BlockTag.Finalized);

    public static BlockRef At(BlockTag tag) => new(tag, null, null, false);

    public static BlockRef At(ulong number) => new(null, number, null, false);

    /// <summary>The block with this hash: the only pin that a reorg cannot move.</summary>
    public static BlockRef At(Hash32 hash, bool requireCanonical = true) => new(null, null, hash, requireCanonical);

    public override string ToString() => Hash?.ToString() ?? Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? TagName(Tag ?? BlockTag.Latest);

    internal static string TagName(BlockTag tag) => tag switch
    {
        BlockTag.Latest => "latest",
        BlockTag.Safe => "safe",
        BlockTag.Finalized => "finalized",
        _ => throw new ArgumentOutOfRangeException(nameof(tag)),
    };
}
