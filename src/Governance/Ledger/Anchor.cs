using System.Text;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>A transaction that carries a signed head: from its block on nobody can claim that the head was another.</summary>
/// <param name="BlockTime">Unix seconds.</param>
/// <param name="CheckedAtMs">When the portal saw it on the chain, unix milliseconds.</param>
public sealed record Anchor(ulong Chain, Hash32 Transaction, Checkpoint Head, Address Sender, ulong Block, Hash32 BlockHash, long BlockTime, long CheckedAtMs)
{
    private const string Version = "governance-anchor/v1\n";

    /// <summary>The transaction's data for a head: the UTF-8 of <c>governance-anchor/v1</c>, a line feed and the checkpoint's three lines, which explorers show as text.</summary>
    public static byte[] DataOf(Checkpoint head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Encoding.UTF8.GetBytes(Version + head.Text);
    }

    /// <summary>The size of the head that the data claims to carry; null where it is no anchor. The whole is compared with <see cref="DataOf"/>.</summary>
    internal static long? SizeIn(ReadOnlySpan<byte> data) =>
        Encoding.UTF8.GetString(data).Split('\n') is ["governance-anchor/v1", _, var size, _, ""] && long.TryParse(size, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : null;
}
