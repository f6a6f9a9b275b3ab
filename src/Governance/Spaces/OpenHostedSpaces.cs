using Governance.Database;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Spaces;

/// <summary>
/// On start: reads the stored spaces, and opens each configured one that has a settings file and no signed settings yet. A changed file
/// replaces settings that came from a file; signed settings stay in force.
/// </summary>
public sealed class OpenHostedSpaces(HostedSpaces hosted, SpaceStore spaces, StrategyRegistry strategies, Writer writer, TimeProvider clock)
{
    /// <exception cref="InvalidDataException">A settings file is not valid; the message names file, key and an example.</exception>
    public async Task RunAsync(IEnumerable<SpaceOptions> options)
    {
        await spaces.LoadAsync();
        foreach (var space in options.Where(space => !string.IsNullOrEmpty(space.SettingsFile)))
        {
            if (spaces.Find(space.Id) is { Message: not null }) continue;
            var settings = SpaceSettings.Read(await File.ReadAllTextAsync(space.SettingsFile!), strategies);
            if (settings.Rejection is { } fault)
                throw new InvalidDataException($"Spaces: the settings file '{space.SettingsFile}' of '{space.Id}' is not valid: {fault.Explanation}");
            await OpenAsync(space.Id, settings.Value);
        }
    }

    /// <summary>Opens a hosted space with first settings that nobody signed.</summary>
    public Task OpenAsync(string id, SpaceSettings settings) => writer.RunAsync(scope =>
        spaces.Put(scope, new Space(id, hosted.ControllerOf(id), settings, null, clock.GetUtcNow().ToUnixTimeSeconds())));
}
