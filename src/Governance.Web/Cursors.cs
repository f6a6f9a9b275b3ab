using System.Buffers.Binary;
using System.Buffers.Text;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Web;

/// <summary>Places in lists as opaque text for addresses. What cannot be read is no place: the list begins at its start.</summary>
public static class Cursors
{
    public static string Write(ProposalCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.CreatedAt);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], cursor.Key);
        return Base64Url.EncodeToString(bytes);
    }

    public static ProposalCursor? ReadProposal(string? text) =>
        Decode(text, 16) is { } bytes ? new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8))) : null;

    public static string Write(VoteCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[8 + VotingPower.Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.Message);
        cursor.VotingPower.CopyTo(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static VoteCursor? ReadVote(string? text) =>
        Decode(text, 8 + VotingPower.Size) is { } bytes ? new(VotingPower.FromBytes(bytes.AsSpan(8)), BinaryPrimitives.ReadInt64BigEndian(bytes)) : null;

    public static string Write(OnChainCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.BlockTime);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], cursor.Chain);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], cursor.Position);
        return Base64Url.EncodeToString(bytes);
    }

    public static OnChainCursor? ReadOnChain(string? text) => Decode(text, 24) is { } bytes
        ? new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8)), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(16))) : null;

    private static byte[]? Decode(string? text, int length)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 100 || !Base64Url.IsValid(text)) return null;
        byte[] bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length == length ? bytes : null;
    }
}
