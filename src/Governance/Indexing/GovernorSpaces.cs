using System.Text.Json.Nodes;
using Governance.Execution;
using Governance.Spaces;
using Governance.Strategies;

namespace Governance.Indexing;

/// <summary>
/// Shows the space of a governor that is configured for it but opened by nobody: named as the governor names itself, its power the token's votes.
/// Only members may propose there by signature, and there are none, so such proposals need a controller to open the space first.
/// </summary>
public sealed class GovernorSpaces(SpaceStore spaces, HostedSpaces hosted, StrategyRegistry strategies)
{
    public void Show(Governor governor)
    {
        ArgumentNullException.ThrowIfNull(governor);
        if (spaces.Find(governor.Space) is not null) return;
        var settings = SpaceSettings.Read(SettingsOf(governor), strategies);
        if (settings.Rejection is null) spaces.Show(new Space(governor.Space, hosted.ControllerOf(governor.Space), settings.Value, null, 0));
    }

    private static string SettingsOf(Governor governor)
    {
        string network = governor.Chain.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["name"] = governor.Name, ["network"] = network, ["symbol"] = governor.Symbol,
            ["about"] = $"Proposals of the governor {governor.Address} on eip155:{network}.",
            ["strategies"] = new JsonArray(new JsonObject
            {
                ["name"] = "erc20-votes", ["network"] = network,
                ["params"] = new JsonObject { ["address"] = (governor.Token ?? governor.Address).ToString(), ["symbol"] = governor.Symbol, ["decimals"] = governor.Decimals },
            }),
            ["filters"] = new JsonObject { ["onlyMembers"] = true },
        }.ToJsonString();
    }
}
