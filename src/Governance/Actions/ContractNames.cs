using System.Globalization;
using System.Numerics;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>What contracts are called where a call is put into words.</summary>
/// <param name="Names">Known contracts: "the timelock", "the token PHA".</param>
/// <param name="Token">The token whose amounts are shown in its unit; null: none.</param>
public sealed record ContractNames(IReadOnlyDictionary<Address, string> Names, Address? Token = null, int Decimals = 0, string Symbol = "")
{
    public static readonly ContractNames None = new(new Dictionary<Address, string>());

    private static readonly Dictionary<Hash32, string> Roles = new[] { "PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", "TIMELOCK_ADMIN_ROLE", "MINTER_ROLE", "PAUSER_ROLE", "UPGRADER_ROLE", "BURNER_ROLE" }
        .Select(name => (Hash: Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(name)), Name: name)).Append((default, "DEFAULT_ADMIN_ROLE")).ToDictionary(role => role.Item1, role => role.Item2);

    /// <summary>The name and, always, the address itself.</summary>
    public string Of(Address address) => Names.TryGetValue(address, out string? name) ? $"{name} ({address})" : address.ToString();

    /// <summary>OpenZeppelin's name of a role, or its hash.</summary>
    public static string RoleOf(Hash32 role) => Roles.GetValueOrDefault(role) ?? role.ToString();

    /// <summary>A number of a contract's base units: in its unit where it is the known token.</summary>
    public string Amount(BigInteger amount, Address contract)
    {
        if (contract != Token) return $"{amount.ToString("#,0", CultureInfo.InvariantCulture)} base units";
        var whole = BigInteger.DivRem(amount, BigInteger.Pow(10, Decimals), out var rest);
        string fraction = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Decimals, '0').TrimEnd('0');
        return $"{whole.ToString("#,0", CultureInfo.InvariantCulture)}{(fraction.Length == 0 ? "" : "." + fraction)} {Symbol}";
    }

    /// <summary>Wei as ether, exactly.</summary>
    public static string Ether(BigInteger wei) => new ContractNames(None.Names, default(Address), 18, "ETH").Amount(wei, default);
}
