using Governance.Audit;

// One word chooses the command; what is no command is refused with the list of those that exist.
return args switch
{
    ["digest", .. var rest] => DigestCommand.Run(rest, Console.Out, Console.Error),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"Usage: {DigestCommand.Usage}");
    return 1;
}
