using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>An account of the old chain: its 32-byte public key. However it is spelled, two spellings of one key are one account.</summary>
public readonly record struct OldAccount(Hash32 PublicKey)
{
    /// <summary>What the claim contract calls <c>user</c>: the first 20 bytes of the key. No Ethereum account, and not surely one key's alone.</summary>
    public Address ClaimUser => new(PublicKey.Bytes[..Address.Size]);

    public string ToSs58(int prefix) => Ss58.Format(PublicKey, prefix);

    /// <summary>Reads SS58 of any network, or <c>0x</c> and 64 digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out OldAccount account)
    {
        bool isRead = text.StartsWith("0x", StringComparison.Ordinal) ? Hash32.TryParse(text, out var key) : Ss58.TryParse(text, out key, out _);
        account = new(key);
        return isRead;
    }

    public override string ToString() => PublicKey.ToString();
}
