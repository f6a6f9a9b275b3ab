using System.Text.Json;
using System.Text.RegularExpressions;
using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Strategies;

/// <summary>The parameters of <c>old-chain-balances</c>, read.</summary>
/// <param name="OldChain">CAIP-2 of the chain that is left, for example <c>polkadot:</c> and 32 digits of its genesis hash.</param>
/// <param name="BlockNumber">Of the list, on the old chain: its last finalised block, as the operator declares it.</param>
/// <param name="Prefix">The old chain's SS58 prefix, for showing accounts.</param>
/// <param name="SharePrice">Tokens for shares of the vault at the claim, as two numbers: one old staked token became shares / tokens of a share.</param>
/// <param name="ClaimsRead">In a published proposal: the claims that were read.</param>
public sealed partial record OldChainSource(
    string OldChain, ulong BlockNumber, Hash32 BlockHash, int Prefix, Hash32 List, Hash32? Links, IReadOnlyList<ClaimContract> Claims, LinkRules Rules,
    (ExactDecimal Tokens, ExactDecimal Shares) SharePrice, Hash32? ClaimsRead)
{
    internal const string ClaimsReadParameter = "claimsRead";

    private const int GenericPrefix = 42;

    /// <summary>Null where a parameter is wrong.</summary>
    public static OldChainSource? Read(StrategyDefinition definition, out string fault)
    {
        fault = "";
        if (definition.Text("oldChain") is not { } chain || !Caip2().IsMatch(chain)) return Wrong(out fault, "oldChain", "the left chain's CAIP-2 name", "\"polkadot:1bb969d85965e4bb5a651abbedf21a54\"");
        if (Block(definition) is not { } block) return Wrong(out fault, "block", "the list's block on the old chain", "{\"number\": 9064613, \"hash\": \"0x…\"}");
        if (ListFile.HashOf(definition.Text("list")) is not { } list) return Wrong(out fault, "list", "an imported file of account,free,staked by the SHA-256 of its bytes", "\"sha256:2c26b46b…\"");
        var links = ListFile.HashOf(definition.Text("links"));
        if (links is null && definition.Params.TryGetProperty("links", out _)) return Wrong(out fault, "links", "an imported file of account,receiver by the SHA-256 of its bytes", "\"sha256:2c26b46b…\"");
        if (Contracts(definition) is not { } contracts) return Wrong(out fault, "claims", "a list of claim contracts and the first block of each", "[{\"contract\": \"0x5FbDB2315678afecb367f032d93F642f64180aa3\", \"fromBlock\": 21596326}]");
        if (links is null && contracts.Count == 0) return Wrong(out fault, "claims or params.links", "there, or nobody could vote", "\"links\": \"sha256:2c26b46b…\"");
        if (Tokens(definition, "claimed", contracts.Count > 0 ? null : ClaimedTokens.Elsewhere) is not { } paid) return Wrong(out fault, "claimed", "\"elsewhere\" when another source counts what the claim paid, \"here\" when none does", "\"elsewhere\"");
        if (Tokens(definition, "bridged", paid) is not { } bridged) return Wrong(out fault, "bridged", "\"elsewhere\" or \"here\", as params.claimed, for the staked part that the layer 2 pays", "\"here\"");
        if ((definition.Text("receiver") ?? "l2") is not ("l1" or "l2")) return Wrong(out fault, "receiver", "\"l1\" or \"l2\"", "\"l2\"");
        if (Price(definition) is not { } price) return Wrong(out fault, "sharePrice", "how many tokens became how many shares", "{\"tokens\": 42148385.793480375048, \"shares\": 35407137.584585511432035582}");
        int prefix = definition.Params.TryGetProperty("prefix", out _) ? definition.Number("prefix") ?? -1 : GenericPrefix;
        if (prefix is < 0 or > Ss58.MaxPrefix) return Wrong(out fault, "prefix", "the old chain's SS58 prefix", "30");
        return new(chain, block.Number, block.Hash, prefix, list, links, contracts,
            new LinkRules(paid, bridged, (definition.Text("receiver") ?? "l2") == "l2", Excluded(definition)), price, ListFile.HashOf(definition.Text(ClaimsReadParameter)));
    }

    /// <summary>The shares that old staked tokens became at the claim, rounded down as the claim does: base units of 18 decimals from base units of <paramref name="decimals"/>.</summary>
    public VotingPower SharesOf(VotingPower staked, int decimals)
    {
        var ten = new System.Numerics.BigInteger(10);
        var (tokens, shares) = SharePrice;
        var scaled = staked.WithDecimals(decimals, ClaimDecimals).ToBigInteger() * shares.Digits * System.Numerics.BigInteger.Pow(ten, tokens.Places);
        return VotingPower.FromBigInteger(scaled / (tokens.Digits * System.Numerics.BigInteger.Pow(ten, shares.Places)));
    }

    /// <summary>Decimals of both amounts of a claim.</summary>
    public const int ClaimDecimals = 18;

    private static OldChainSource? Wrong(out string fault, string parameter, string expected, string example)
    {
        fault = $"{OldChainBalances.StrategyName}: params.{parameter} must be {expected}, for example {example}.";
        return null;
    }

    private static (ulong Number, Hash32 Hash)? Block(StrategyDefinition definition) =>
        definition.Params.TryGetProperty("block", out var block) && block.ValueKind == JsonValueKind.Object
        && block.TryGetProperty("number", out var number) && StrategyDefinition.TryReadNetwork(number, out ulong read)
        && Hash32.TryParse(Exclusions.TextOf(block, "hash"), out var hash) ? (read, hash) : null;

    private static List<ClaimContract>? Contracts(StrategyDefinition definition)
    {
        var contracts = new List<ClaimContract>();
        if (!definition.Params.TryGetProperty("claims", out var list)) return contracts;
        if (list.ValueKind != JsonValueKind.Array) return null;
        foreach (var item in list.EnumerateArray())
        {
            ulong from = 0;
            if (!Address.TryParse(Exclusions.TextOf(item, "contract"), out var contract) || contracts.Any(known => known.Address == contract)) return null;
            if (item.TryGetProperty("fromBlock", out var block) && !StrategyDefinition.TryReadNetwork(block, out from)) return null;
            contracts.Add(new ClaimContract(contract, from));
        }

        return contracts;
    }

    private static ClaimedTokens? Tokens(StrategyDefinition definition, string parameter, ClaimedTokens? otherwise) =>
        !definition.Params.TryGetProperty(parameter, out _) ? otherwise : definition.Text(parameter) switch
        {
            "elsewhere" => ClaimedTokens.Elsewhere,
            "here" => ClaimedTokens.Here,
            _ => null,
        };

    private static (ExactDecimal Tokens, ExactDecimal Shares)? Price(StrategyDefinition definition)
    {
        var one = new ExactDecimal(1, 0);
        if (!definition.Params.TryGetProperty("sharePrice", out var price)) return (one, one);
        return price.ValueKind == JsonValueKind.Object && price.TryGetProperty("tokens", out var t) && StrategyDefinition.DecimalOf(t) is { } tokens && !tokens.Digits.IsZero
            && price.TryGetProperty("shares", out var s) && StrategyDefinition.DecimalOf(s) is { } shares && !shares.Digits.IsZero ? (tokens, shares) : null;
    }

    private static Dictionary<OldAccount, string> Excluded(StrategyDefinition definition)
    {
        var excluded = new Dictionary<OldAccount, string>();
        if (!definition.Params.TryGetProperty(Exclusions.Parameter, out var list) || list.ValueKind != JsonValueKind.Array) return excluded;
        foreach (var item in list.EnumerateArray())
        {
            if (OldAccount.TryParse(Exclusions.AccountOf(item), out var account)) excluded[account] = Exclusions.TextOf(item, "why") is { Length: > 0 } why ? why : "Excluded by the space.";
        }

        return excluded;
    }

    [GeneratedRegex("^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$")]
    private static partial Regex Caip2();
}
