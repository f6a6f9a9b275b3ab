using System.Globalization;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Web.Demo;

/// <summary>The demo space's settings, in Snapshot's format: four sources of power of one token in mid-migration, each with its custody.</summary>
internal static class DemoSettings
{
    private const string Staked = "vPHA, staked", Layer2 = "PHA on the layer 2", Parachain = "PHA on the parachain";

    public static JsonObject OnChain(ulong chain, DemoState state, ListFile balances, ListFile links) => Settings(chain, [
        Token(chain, "PHA on Ethereum", state.Token, new JsonArray(
            Custody(state.Vault, "the staking vault", Staked), Custody(state.Bridge, "locked in the bridge", Layer2),
            Custody(state.Claimer, "the claim contract", Parachain), Custody(state.Treasury, "the treasury does not vote")), DemoSupply.Whole),
        Token(chain, Staked, state.Vault, new JsonArray(Custody(state.Claimer, "the claim contract", Parachain))),
        Token(DemoLayer2.Chain, Layer2, state.L2Token, []),
        OldChain(chain, balances, links, state.Claimer)]);

    public static JsonObject WithoutChain(ListFile balances, ListFile links) => Settings(1, [OldChain(1, balances, links, null)]);

    private static JsonObject Settings(ulong chain, JsonArray strategies) => new()
    {
        ["name"] = "Phala (demo)",
        ["about"] = "A demonstration of the vote to leave a Polkadot parachain for an Ethereum layer 2. It runs on chains inside your machine; nothing here has any worth.",
        ["network"] = Text(chain),
        ["symbol"] = "PHA",
        ["strategies"] = strategies,
        ["admins"] = new JsonArray(),
        ["voting"] = new JsonObject { ["quorum"] = 20_000_000, ["period"] = 0, ["delay"] = 0 },
    };

    private static JsonObject Token(ulong chain, string label, Address address, JsonArray excluded, long? supply = null)
    {
        var parameters = new JsonObject { ["symbol"] = label, ["address"] = address.ToString(), ["decimals"] = 18 };
        if (supply is { } whole) parameters["supply"] = whole;
        if (excluded.Count > 0) parameters["exclude"] = excluded;
        return new() { ["name"] = "erc20-balance-of", ["network"] = Text(chain), ["params"] = parameters };
    }

    private static JsonObject Custody(Address address, string why, string? backs = null)
    {
        var custody = new JsonObject { ["address"] = address.ToString(), ["why"] = why };
        if (backs is not null) custody["backs"] = backs;
        return custody;
    }

    // The list of the old chain's last block; who speaks for its accounts say the claim contract and, while they did not claim, the operator's links.
    private static JsonObject OldChain(ulong chain, ListFile balances, ListFile links, Address? claimer)
    {
        var parameters = new JsonObject
        {
            ["symbol"] = Parachain, ["oldChain"] = DemoOldChain.Name, ["prefix"] = DemoOldChain.Prefix, ["decimals"] = 12,
            ["block"] = new JsonObject { ["number"] = DemoOldChain.Block.Number, ["hash"] = DemoOldChain.Block.Hash.ToString() },
            ["list"] = balances.Reference, ["links"] = links.Reference,
            ["exclude"] = new JsonArray(new JsonObject { ["address"] = DemoOldChain.Reserve.ToSs58(DemoOldChain.Prefix), ["why"] = "the parachain’s reserve for what had left to Ethereum before" }),
        };
        if (claimer is { } contract)
        {
            parameters["claims"] = new JsonArray(new JsonObject { ["contract"] = contract.ToString(), ["fromBlock"] = 0 });
            (parameters["claimed"], parameters["bridged"]) = ("elsewhere", "here");
        }

        return new() { ["name"] = OldChainBalances.StrategyName, ["network"] = Text(chain), ["params"] = parameters };
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
