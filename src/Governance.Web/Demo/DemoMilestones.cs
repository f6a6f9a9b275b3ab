using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Milestones;

namespace Governance.Web.Demo;

/// <summary>What the migration proposal promises: one thing is so already, one comes when the timelock opens the bridge, one takes longer.</summary>
internal static class DemoMilestones
{
    private const long Month = 30 * 86_400;

    // As many PHA as there will ever be.
    private static readonly BigInteger All = BigInteger.Pow(10, 27);

    /// <summary>The proposal's <c>plugins</c>.</summary>
    /// <param name="end">Of voting, unix seconds.</param>
    public static string Of(ulong chain, DemoState state, long end) => new JsonObject
    {
        [MilestonesPlugin.Key] = new JsonArray(
            Call("The bridge belongs to the timelock, not to a person", end + Month, chain, state.Bridge, "owner()(address)", "=", state.Timelock.ToString()),
            Call("The bridge is open", end + Month, chain, state.Bridge, "paused()(bool)", "=", "false"),
            Supply(Call("At least 50 % of all PHA is on the layer 2", end + (3 * Month), DemoLayer2.Chain, state.L2Token, "totalSupply()(uint256)", ">=", Text(All / 2)))),
    }.ToJsonString();

    private static JsonObject Call(string title, long by, ulong chain, Address contract, string function, string comparison, string value) => new()
    {
        ["title"] = title, ["by"] = by, ["chain"] = string.Create(CultureInfo.InvariantCulture, $"eip155:{chain}"),
        ["call"] = new JsonObject { ["address"] = contract.ToString(), ["function"] = function, ["is"] = comparison, ["value"] = value },
    };

    private static JsonObject Supply(JsonObject milestone)
    {
        var call = (JsonObject)milestone["call"]!;
        (call["decimals"], call["symbol"], call["of"]) = (18, "PHA", Text(All));
        return milestone;
    }

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
