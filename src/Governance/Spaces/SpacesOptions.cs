using Governance.Ethereum;

namespace Governance.Spaces;

/// <summary>One entry of section <c>Spaces</c>: a space that this portal hosts.</summary>
public sealed class SpaceOptions
{
    public const string Section = "Spaces";

    public string Id { get; set; } = "";

    /// <summary>Who controls the space (in Snapshot the ENS name's owner); may be empty when a settings file names admins.</summary>
    public string? Controller { get; set; }

    /// <summary>First settings in Snapshot's space format; used until the controller signs others.</summary>
    public string? SettingsFile { get; set; }

    public IEnumerable<string> Faults(string key)
    {
        if (Id.Length is 0 or > 100 || Id.Any(c => char.IsUpper(c) || char.IsWhiteSpace(c)) || Id.Contains('/', StringComparison.Ordinal))
            yield return $"{key}:Id: '{Id}' must be lower case without spaces or slashes, for example phala-network.eth";
        if (!string.IsNullOrEmpty(Controller) && !Address.TryParse(Controller, out _))
            yield return $"{key}:Controller: '{Controller}' is not an address, for example 0x5FbDB2315678afecb367f032d93F642f64180aa3";
        if (string.IsNullOrEmpty(Controller) && string.IsNullOrEmpty(SettingsFile))
            yield return $"{key}:Controller: a space needs a controller or a settings file, for example {key}:Controller=0x5FbDB2315678afecb367f032d93F642f64180aa3";
        if (!string.IsNullOrEmpty(SettingsFile) && !File.Exists(SettingsFile))
            yield return $"{key}:SettingsFile: '{SettingsFile}' does not exist, for example spaces/phala.json";
    }
}
