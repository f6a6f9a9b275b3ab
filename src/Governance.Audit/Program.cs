using Governance.Audit;

// One word chooses the command; a file alone is audited; what is neither is refused with the list of those that exist.
return args switch
{
    ["digest", .. var rest] => DigestCommand.Run(rest, Console.Out, Console.Error),
    ["diff", var oldFile, var newFile] => DiffCommand.Run(oldFile, newFile, Console.Out, Console.Error),
    [var file] when !file.StartsWith('-') => AuditCommand.Run(file, Console.Out, Console.Error, isTerminal: !Console.IsErrorRedirected),
    [.., "--rpc", _] or [.., "--rpc"] or ["--rpc", ..] => Refuse("--rpc is not supported yet: this program audits offline, and says which contract signatures and powers it took from the evidence."),
    _ => Refuse($"Usage: {AuditCommand.Usage}\n       {DiffCommand.Usage}\n       {DigestCommand.Usage}"),
};

static int Refuse(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
