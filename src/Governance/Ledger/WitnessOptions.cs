using System.Globalization;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>Section <c>Ledger:Witnesses:n</c>: somebody who watches the ledger and signs the heads that he saw to be consistent.</summary>
public sealed class WitnessOptions
{
    /// <summary>The account whose signatures count.</summary>
    public string Address { get; set; } = "";

    /// <summary>What the portal calls him; by default his address.</summary>
    public string Name { get; set; } = "";

    internal IEnumerable<string> Faults(int index)
    {
        if (!Ethereum.Address.TryParse(Address, out _))
            yield return string.Create(CultureInfo.InvariantCulture, $"Ledger:Witnesses:{index}:Address is '{Address}': it must be an address, for example 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045.");
    }
}

/// <summary>Section <c>Ledger:Anchors:n</c>: an account of the operator's that writes heads onto a chain.</summary>
public sealed class AnchorOptions
{
    /// <summary>The chain's number (EIP-155); it must be among the followed ones.</summary>
    public ulong Chain { get; set; }

    /// <summary>The account that sends the transactions.</summary>
    public string Account { get; set; } = "";

    internal IEnumerable<string> Faults(int index, IReadOnlyCollection<ulong> followed)
    {
        if (!followed.Contains(Chain)) yield return string.Create(CultureInfo.InvariantCulture, $"Ledger:Anchors:{index}:Chain is {Chain}: that chain is not among Chains; add it there, for example Chains:0:Id={Chain}.");
        if (!Address.TryParse(Account, out _))
            yield return string.Create(CultureInfo.InvariantCulture, $"Ledger:Anchors:{index}:Account is '{Account}': it must be an address, for example 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045.");
    }
}
