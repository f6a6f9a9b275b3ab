using System.Globalization;
using System.Text;

namespace Governance.Ethereum;

/// <summary>EIP-191 version 0x45, <c>personal_sign</c>: text that wallets show before they sign it.</summary>
public static class PersonalMessage
{
    /// <summary>keccak("\x19Ethereum Signed Message:\n" ‖ length in decimal ‖ message).</summary>
    public static Hash32 Digest(ReadOnlySpan<byte> message)
    {
        string length = message.Length.ToString(CultureInfo.InvariantCulture);
        return Keccak256.HashJoined(Encoding.ASCII.GetBytes("\x19" + "Ethereum Signed Message:\n" + length), message);
    }
}
