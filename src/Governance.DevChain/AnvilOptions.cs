using System.Globalization;

namespace Governance.DevChain;

/// <summary>How a local node is started. The defaults suit a test: a block for each transaction, the time of this machine.</summary>
public sealed record AnvilOptions
{
    public ulong ChainId { get; init; } = 31337;

    /// <summary>The time of block 0; null is now. A time in the past lets a story be told before it catches up with the present.</summary>
    public DateTimeOffset? GenesisTime { get; init; }

    /// <summary>A block each so often, in whole seconds; null mines a block for each transaction.</summary>
    public TimeSpan? BlockTime { get; init; }

    /// <summary>safe is the head less this many blocks, finalized the head less twice as many.</summary>
    public int SlotsInAnEpoch { get; init; } = 4;

    /// <summary>How many unlocked accounts, each with 10,000 ether.</summary>
    public int Accounts { get; init; } = 10;

    /// <summary>A file that the chain is loaded from where it exists and that it is written to at the end and each second; null keeps it in memory.</summary>
    public string? StateFile { get; init; }

    /// <summary>A fixed port, for a node that must come back where it was; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Gas of a block; null is anvil's own, 30 million.</summary>
    public long? BlockGas { get; init; }

    internal IEnumerable<string> ToArguments()
    {
        List<string> arguments =
        [
            "--host", "127.0.0.1", "--port", Text(Port), "--chain-id", ChainId.ToString(CultureInfo.InvariantCulture),
            "--slots-in-an-epoch", Text(SlotsInAnEpoch), "--accounts", Text(Accounts), "--color", "never",
        ];
        if (GenesisTime is { } genesis) arguments.AddRange(["--timestamp", Text(genesis.ToUnixTimeSeconds())]);
        if (BlockGas is { } gas) arguments.AddRange(["--gas-limit", Text(gas)]);
        if (BlockTime is { } blockTime) arguments.AddRange(["--block-time", Text((long)blockTime.TotalSeconds)]);
        if (StateFile is { } file) arguments.AddRange(["--state", file, "--state-interval", "1"]);
        return arguments;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
