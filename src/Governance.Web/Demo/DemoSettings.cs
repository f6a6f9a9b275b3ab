using System.Globalization;
using System.Text.Json.Nodes;
using Governance.DevChain;

namespace Governance.Web.Demo;

/// <summary>The demo space's settings, in Snapshot's format: three sources of power of one token in mid-migration.</summary>
internal static class DemoSettings
{
    private const int ImportedVoters = 120;

    public static JsonObject OnChain(ulong chain, DemoState state) => Settings(chain, [
        Strategy("erc20-balance-of", chain, "PHA on Ethereum", state.Token.ToString()),
        Strategy("erc20-balance-of", chain, "vPHA, staked", state.Vault.ToString()),
        Imported(chain)]);

    public static JsonObject WithoutChain() => Settings(1, [Imported(1)]);

    private static JsonObject Settings(ulong chain, JsonArray strategies) => new()
    {
        ["name"] = "Phala (demo)",
        ["about"] = "A demonstration of the vote to leave a Polkadot parachain for an Ethereum layer 2. It runs on a chain inside your machine; nothing here has any worth.",
        ["network"] = Text(chain),
        ["symbol"] = "PHA",
        ["strategies"] = strategies,
        ["admins"] = new JsonArray(),
        ["voting"] = new JsonObject { ["quorum"] = 20_000_000, ["period"] = 0, ["delay"] = 0 },
    };

    private static JsonObject Strategy(string name, ulong chain, string label, string address) => new()
    {
        ["name"] = name,
        ["network"] = Text(chain),
        ["params"] = new JsonObject { ["symbol"] = label, ["address"] = address, ["decimals"] = 18 },
    };

    // Balances of the old chain, as exported there: 12 decimals.
    private static JsonObject Imported(ulong chain)
    {
        var addresses = new JsonObject();
        var voters = DevAccounts.Voters(ImportedVoters);
        for (int i = 0; i < ImportedVoters; i++)
        {
            var whole = (3_000_000 / (i + 2)) + (i * 104_729 % 5_000);
            var fraction = (long)i * 982_451_653 % 1_000_000_000_000;
            addresses[voters[i].Address.ToString()] = JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $"{whole}.{fraction:D12}"));
        }

        return new JsonObject
        {
            ["name"] = "whitelist-weighted",
            ["network"] = Text(chain),
            ["params"] = new JsonObject { ["symbol"] = "PHA on the parachain (imported)", ["addresses"] = addresses },
        };
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
