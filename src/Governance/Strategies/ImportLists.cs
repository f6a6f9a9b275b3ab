using Governance.Database;
using Governance.Migration;

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
                await ImportAsync(Path.GetFileName(options[i].File), await File.ReadAllBytesAsync(options[i].File), ListFile.KindOf(options[i].Kind)!.Value);
            }
            catch (FormatException e)
            {
                throw new InvalidDataException($"{ListOptions.Section}:{i}:File: {e.Message}", e);
            }
        }
    }

    /// <summary>Keeps one list.</summary>
    /// <exception cref="FormatException">The content is no list of this kind; the message names the line.</exception>
    public async Task<ListFile> ImportAsync(string name, byte[] content, ListKind kind = ListKind.Balances)
    {
        _ = kind switch
        {
            ListKind.Balances => (object)BalanceList.Parse(name, content),
            ListKind.OldBalances => OldBalances.Parse(name, content),
            ListKind.Links => LinkList.Parse(name, content),
            _ => ClaimRecord.Parse(name, content),
        };
        var file = ListFile.Of(name, kind, content);
        await writer.RunAsync(scope => ListStore.Insert(scope, file, clock.GetUtcNow().ToUnixTimeSeconds()));
        return file;
    }
}

/// <summary>One entry of section <c>Lists</c>: a file of balances that spaces may count by.</summary>
public sealed class ListOptions
{
    public const string Section = "Lists";

    // Recounts and bundles carry it whole.
    private const long MaxBytes = 32 * 1024 * 1024;

    public string File { get; set; } = "";

    /// <summary>What it holds, one entry a line: <c>balances</c> (address,base units), <c>old-balances</c> (account,free,staked) or <c>links</c> (account,receiver).</summary>
    public string Kind { get; set; } = "balances";

    public IEnumerable<string> Faults(string key)
    {
        if (!System.IO.File.Exists(File)) yield return $"{key}:File: '{File}' does not exist, for example lists/balances.csv";
        else if (new FileInfo(File).Length > MaxBytes) yield return $"{key}:File: '{File}' has more than {MaxBytes} bytes; leave accounts without a balance out.";
        if (ListFile.KindOf(Kind) is null or ListKind.Claims) yield return $"{key}:Kind: '{Kind}' is no kind of list: it is balances, old-balances or links.";
    }
}
