using Governance.Audit;

// One word chooses the command; a file alone is audited; what is neither is refused with the list of those that exist.
return args switch
{
    ["digest", .. var rest] => DigestCommand.Run(rest, Console.Out, Console.Error),
    ["diff", var oldFile, var newFile] => DiffCommand.Run(oldFile, newFile, Console.Out, Console.Error),
    [var file, .. var rest] when !file.StartsWith('-') && Rpc(rest) is { } rpc => await AuditCommand.RunAsync(file, rpc, Console.Out, Console.Error, isTerminal: !Console.IsErrorRedirected),
    _ => Refuse($"Usage: {AuditCommand.Usage}\n       {DiffCommand.Usage}\n       {DigestCommand.Usage}"),
};

// --rpc <url>, as often as there are providers; null: something else stands there.
static IReadOnlyList<string>? Rpc(string[] arguments) =>
    arguments.Length % 2 == 0 && arguments.Chunk(2).All(pair => pair[0] == "--rpc") ? [.. arguments.Chunk(2).Select(pair => pair[1])] : null;

static int Refuse(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
