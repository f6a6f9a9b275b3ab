using System.Globalization;
using Governance.Ethereum;

namespace Governance.Chains;

/// <summary>One entry of section <c>Chains</c>: a chain that this portal follows.</summary>
public sealed class ChainOptions
{
    public const string Section = "Chains";

    /// <summary>EIP-155 number; shown and stored as CAIP-2 (<c>eip155:1</c>).</summary>
    public ulong Id { get; set; }

    /// <summary>One or more JSON-RPC providers.</summary>
    public IList<string> Rpc { get; set; } = [];

    /// <summary>The governors whose proposals are indexed.</summary>
    public IList<GovernorOptions> Governors { get; set; } = [];

    /// <summary>The first block that is indexed: at or before the governors' deployment.</summary>
    public ulong FromBlock { get; set; }

    /// <summary>
    /// How sure a proposal's snapshot block must be before power is read there: <c>finalized</c>, <c>safe</c>, or <c>latest</c> for a chain that names
    /// neither (a development chain). Until then votes wait.
    /// </summary>
    public string Confidence { get; set; } = "finalized";

    /// <summary>The first block that is read for delegations in a delegate registry: at or before its deployment. 0 reads the whole chain.</summary>
    public ulong DelegationsFromBlock { get; set; }

    public IEnumerable<string> Faults(string key)
    {
        if (Id == 0) yield return $"{key}:Id: must be the chain's number, for example {key}:Id=1";
        if (Rpc.Count == 0) yield return $"{key}:Rpc: at least one provider is needed, for example {key}:Rpc:0=http://127.0.0.1:8545";
        for (int i = 0; i < Rpc.Count; i++)
        {
            if (!Uri.TryCreate(Rpc[i], UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
                yield return string.Create(CultureInfo.InvariantCulture, $"{key}:Rpc:{i}: '{Rpc[i]}' is not an http or https URL, for example http://127.0.0.1:8545");
        }

        if (Confidence is not ("finalized" or "safe" or "latest")) yield return $"{key}:Confidence: '{Confidence}' is none of finalized, safe and latest, for example {key}:Confidence=finalized";
        for (int i = 0; i < Governors.Count; i++)
        {
            foreach (var fault in Governors[i].Faults(string.Create(CultureInfo.InvariantCulture, $"{key}:Governors:{i}"))) yield return fault;
        }
    }
}

/// <summary>A governor contract and the space that its proposals belong to.</summary>
public sealed class GovernorOptions
{
    public string Address { get; set; } = "";

    public string Space { get; set; } = "";

    public IEnumerable<string> Faults(string key)
    {
        if (!Ethereum.Address.TryParse(Address, out _)) yield return $"{key}:Address: '{Address}' is not an address, for example 0x5FbDB2315678afecb367f032d93F642f64180aa3";
        if (Space.Length == 0) yield return $"{key}:Space: must name a space, for example {key}:Space=phala-network.eth";
    }
}
