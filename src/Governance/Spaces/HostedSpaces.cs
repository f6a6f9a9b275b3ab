using Governance.Ethereum;

namespace Governance.Spaces;

/// <summary>Which spaces this portal hosts and who controls each, from the configuration. Nobody else can open one here.</summary>
public sealed class HostedSpaces
{
    private readonly Dictionary<string, Address?> _controllers = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Ids => _controllers.Keys;

    public bool Has(string id) => _controllers.ContainsKey(id);

    /// <summary>The controller; null when the configuration names none.</summary>
    public Address? ControllerOf(string id) => _controllers.GetValueOrDefault(id);

    public void Add(string id, Address? controller) => _controllers[id] = controller;

    public static HostedSpaces Of(IEnumerable<SpaceOptions> options)
    {
        var hosted = new HostedSpaces();
        foreach (var space in options) hosted.Add(space.Id, string.IsNullOrEmpty(space.Controller) ? null : Address.Parse(space.Controller));
        return hosted;
    }
}
