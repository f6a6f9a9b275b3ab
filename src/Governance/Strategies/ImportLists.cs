using Governance.Database;

namespace Governance.Strategies;

/// <summary>On start: keeps the files that the operator names, so that a space's settings can refer to them by their hash.</summary>
public sealed class ImportLists(Writer writer, TimeProvider clock)
{
    /// <summary>Reads and keeps each file; one that is kept already costs nothing.</summary>
    /// <exception cref="InvalidDataException">A file is no list; the message names key, line and problem.</exception>
    public async Task RunAsync(IReadOnlyList<ListOptions> options)
    {
        for (int i = 0; i < options.Count; i++)
        {
            try
            {
                await ImportAsync(Path.GetFileName(options[i].File), await File.ReadAllBytesAsync(options[i].File));
            }
            catch (FormatException e)
            {
                throw new InvalidDataException($"{ListOptions.Section}:{i}:File: {e.Message}", e);
            }
        }
    }

    /// <summary>Keeps one list.</summary>
    /// <exception cref="FormatException">The content is no list; the message names the line.</exception>
    public async Task<BalanceList> ImportAsync(string name, byte[] content)
    {
        var list = BalanceList.Parse(name, content);
        await writer.RunAsync(scope => ListStore.Insert(scope, list, content, clock.GetUtcNow().ToUnixTimeSeconds()));
        return list;
    }
}

/// <summary>One entry of section <c>Lists</c>: a file of balances that spaces may count by.</summary>
public sealed class ListOptions
{
    public const string Section = "Lists";

    /// <summary>The file: one account a line, <c>address,base units</c>.</summary>
    public string File { get; set; } = "";

    public IEnumerable<string> Faults(string key)
    {
        if (!System.IO.File.Exists(File)) yield return $"{key}:File: '{File}' does not exist, for example lists/balances.csv";
    }
}
