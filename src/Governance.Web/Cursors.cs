using System.Buffers.Binary;
using System.Buffers.Text;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Web;

/// <summary>Places in lists as opaque text for addresses. What cannot be read is no place: the list begins at its start.</summary>
public static class Cursors
{
    public static string Write(ProposalCursor cursor) => Encode(cursor.CreatedAt, cursor.Key);

    public static ProposalCursor? ReadProposal(string? text) => Numbers(text, 2) is [var createdAt, var key] ? new(createdAt, key) : null;

    public static string Write(VoteCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[8 + VotingPower.Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.Message);
        cursor.VotingPower.CopyTo(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static VoteCursor? ReadVote(string? text) =>
        Decode(text, 8 + VotingPower.Size) is { } bytes ? new(VotingPower.FromBytes(bytes.AsSpan(8)), BinaryPrimitives.ReadInt64BigEndian(bytes)) : null;

    public static string Write(OnChainCursor cursor) => Encode(cursor.BlockTime, cursor.Chain, cursor.Position);

    public static OnChainCursor? ReadOnChain(string? text) => Numbers(text, 3) is [var blockTime, var chain, var position] ? new(blockTime, chain, position) : null;

    private static string Encode(params ReadOnlySpan<long> numbers)
    {
        var bytes = new byte[sizeof(long) * numbers.Length];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long) * i), numbers[i]);
        return Base64Url.EncodeToString(bytes);
    }

    private static long[]? Numbers(string? text, int count) =>
        Decode(text, sizeof(long) * count) is { } bytes ? [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long) * i)))] : null;

    private static byte[]? Decode(string? text, int length)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 100 || !Base64Url.IsValid(text)) return null;
        byte[] bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length == length ? bytes : null;
    }
}
