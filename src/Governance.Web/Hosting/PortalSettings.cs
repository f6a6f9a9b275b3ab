using System.Globalization;
using Governance.Chains;
using Governance.Database;
using Governance.Indexing;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Strategies;
using Governance.Web.Demo;
using Microsoft.Extensions.Options;

namespace Governance.Web.Hosting;

/// <summary>All settings of the portal itself, read and checked once before anything starts.</summary>
internal sealed record PortalSettings(
    DatabaseOptions Database, LedgerOptions Ledger, ProposalLimits ProposalLimits, IReadOnlyList<ChainOptions> Chains, IReadOnlyList<SpaceOptions> Spaces,
    IReadOnlyList<ListOptions> Lists, IndexingOptions Indexing, bool DemoWanted)
{
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static PortalSettings Read(IConfiguration configuration)
    {
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();
        var chains = List<ChainOptions>(configuration, ChainOptions.Section);
        var spaces = List<SpaceOptions>(configuration, SpaceOptions.Section);
        var lists = List<ListOptions>(configuration, ListOptions.Section);
        var limits = configuration.GetSection(LimitsOptions.Section).Get<ProposalLimits>() ?? new();
        var ledger = configuration.GetSection(LedgerOptions.Section).Get<LedgerOptions>() ?? new();
        var indexing = configuration.GetSection(IndexingOptions.Section).Get<IndexingOptions>() ?? new();
        bool demo = configuration.GetSection(DevChainOptions.Section).Get<DevChainOptions>()?.Enabled ?? (chains.Length == 0 && spaces.Length == 0);

        var faults = database.Faults()
            .Concat(chains.SelectMany((chain, i) => chain.Faults(Key(ChainOptions.Section, i))))
            .Concat(spaces.SelectMany((space, i) => space.Faults(Key(SpaceOptions.Section, i))))
            .Concat(lists.SelectMany((list, i) => list.Faults(Key(ListOptions.Section, i))))
            .Concat(limits.Faults())
            .Concat(ledger.Faults([.. chains.Select(chain => chain.Id)]))
            .Concat(indexing.Faults())
            .ToArray();
        if (faults.Length > 0) throw new OptionsValidationException("Portal", typeof(PortalSettings), faults);

        // The demo keeps to a folder of its own: its story must not turn up in the portal that somebody configures next.
        if (demo && configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Directory)}"] is null)
            database.Directory = Path.Combine(database.Directory, "demo");
        return new(database, ledger, limits, chains, spaces, lists, indexing, demo);
    }

    // Entry by entry: bound as one array, an entry with a wrong value would silently be left out, and its portal would start without it.
    private static T[] List<T>(IConfiguration configuration, string section) where T : new() =>
        [.. configuration.GetSection(section).GetChildren().Select(entry => entry.Get<T>() ?? new T())];

    private static string Key(string section, int index) => string.Create(CultureInfo.InvariantCulture, $"{section}:{index}");
}
