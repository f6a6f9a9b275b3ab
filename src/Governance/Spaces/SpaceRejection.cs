using System.Globalization;

namespace Governance.Spaces;

/// <summary>Why a space's settings are refused.</summary>
public static class SpaceRejection
{
    public static readonly Rejection WrongFormat = new("wrong-space-format", "wrong space format",
        "The settings are not in Snapshot's space format.");

    public static readonly Rejection NotAllowed = new("not-space-controller", "not allowed",
        "Only the space's controller and its admins may change its settings; the operator names the controller in the configuration.");

    public static readonly Rejection NotAllowedToChangeAdmins = new("admins-need-controller", "not allowed change admins",
        "Only the space's controller may change its list of admins; leave it as it is.");

    public static readonly Rejection TooManyStrategies = new("too-many-strategies", string.Create(CultureInfo.InvariantCulture, $"max number of strategies is {SpaceSettings.MaxStrategies}"),
        "The settings name more strategies than are allowed; remove some.");

    public static readonly Rejection OlderSettings = new("older-settings", "not allowed",
        "Newer settings of this space were accepted already; sign again with a current time.");

    public static Rejection InvalidStrategy(string name, string fault) => new("invalid-strategy", $"strategy '{name}' is not a valid strategy", fault);
}
