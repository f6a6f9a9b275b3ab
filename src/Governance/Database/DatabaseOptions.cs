namespace Governance.Database;

/// <summary>Where everything is kept. Section <c>Database</c> of the configuration.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>sqlite</c>, the only provider so far. <c>postgres</c> is refused on start, not half-supported.</summary>
    public string Provider { get; set; } = "sqlite";

    /// <summary>A full connection string instead of a file in <see cref="Directory"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The folder of the database file and the ledger's key; by default <c>governance</c> in the user's data folder.</summary>
    public string Directory { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "governance");

    /// <summary>Writes that may wait for the one writer; one more is answered "busy, try again".</summary>
    public int MaxQueuedWrites { get; set; } = 8192;

    /// <summary>Writes that share one commit at the most, up to <see cref="LargestGroup"/>.</summary>
    public int MaxGroup { get; set; } = 512;

    /// <summary>Above this the entries of indexes that are written late could wait in larger numbers than a start looks for (<see cref="LateIndex.MostLate"/>).</summary>
    public const int LargestGroup = LateIndex.BatchSize / 2;

    /// <summary>What is wrong with these settings, each as key, problem and an example; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (Provider == "postgres")
            yield return "Database:Provider: 'postgres' is not supported by this version; use 'sqlite', for example Database:Provider=sqlite";
        else if (Provider != "sqlite")
            yield return $"Database:Provider: '{Provider}' is not a known database; use 'sqlite', for example Database:Provider=sqlite";
        if (MaxQueuedWrites <= 0) yield return $"Database:MaxQueuedWrites: {MaxQueuedWrites} must be at least 1, for example 8192";
        if (MaxGroup is <= 0 or > LargestGroup) yield return $"Database:MaxGroup: {MaxGroup} must be from 1 to {LargestGroup}, for example 512";
        if (ConnectionString is null && string.IsNullOrWhiteSpace(Directory))
            yield return "Database:Directory: must name a folder, for example /var/lib/governance";
    }
}
