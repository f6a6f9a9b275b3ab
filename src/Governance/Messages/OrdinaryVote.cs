using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>What a vote in the ordinary form says. Nothing is proven but that <see cref="Id"/> is the EIP-712 digest of these very fields.</summary>
/// <param name="StatedId">The envelope's own <c>hash</c>; zero in one that was just posted.</param>
/// <param name="Choice">As signed, JSON: <c>2</c>, <c>[3,1]</c>; of a <c>vote-string</c> the text that was signed.</param>
/// <param name="Reason">Null where the types know none; so are <paramref name="App"/> and <paramref name="Metadata"/>.</param>
/// <param name="SignatureBytes">65 bytes.</param>
/// <param name="Signature">Null where no key makes such bytes.</param>
public sealed record OrdinaryVote(
    Hash32 StatedId, MessageKind Kind, Address Signer, Address From, string Space, string Proposal, long Timestamp, string Choice, string? Reason, string? App,
    string? Metadata, byte[] SignatureBytes, Signature? Signature)
{
    /// <summary>Computed, never copied: many votes' at once, after they were parsed.</summary>
    public Hash32 Id { get; internal set; }

    /// <summary>A text field by its name; false: no field that is kept has this name.</summary>
    internal bool TryText(string name, out string? text)
    {
        (bool isKept, text) = name switch
        {
            "proposal" => (true, Proposal),
            "reason" => (true, Reason),
            "app" => (true, App),
            "metadata" => (true, Metadata),
            _ => (false, null),
        };
        return isKept;
    }
}
