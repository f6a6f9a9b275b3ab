using System.Collections.Concurrent;
using System.Diagnostics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>
/// One running anvil: a real Ethereum node with a chain of its own on a free loopback port. It ends with <see cref="DisposeAsync"/>,
/// and with this process however that ends, kill -9 included (on Windows only with <see cref="DisposeAsync"/>).
/// </summary>
public sealed class Anvil : IAsyncDisposable
{
    private const int KeptLines = 200;
    private const string ReadyPrefix = "Listening on ";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    // The kernel closes our end of the pipe when we die, whatever the cause: then read returns and the watcher stops anvil.
    // (PR_SET_PDEATHSIG would follow the death of the thread that started anvil, and pool threads die at any time.)
    // A shell gives background commands /dev/null as input unless it is named, hence descriptor 3; the watcher holds no
    // output, so that ours ends when anvil's does. TERM lets anvil write its state file.
    private const string StopWithParent = """
        exec 3<&0
        "$@" 3<&- &
        anvil=$!
        ( read -r _ <&3; kill -TERM $anvil; sleep 3; kill -KILL $anvil ) >/dev/null 2>&1 &
        watcher=$!
        exec 3<&-
        wait $anvil
        code=$?
        kill $watcher
        exit $code
        """;

    // A local node that does not answer is broken: no second attempt, which would send a transaction twice, and no rest.
    private static readonly ChainClientOptions ClientOptions = new()
    {
        Timeout = TimeSpan.FromMinutes(1),
        Attempts = 1,
        FaultsBeforeRest = int.MaxValue,
        MaxReplyBytes = 64 << 20,
    };

    private readonly HttpClient _http = ChainClient.CreateHttp();
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Anvil(AnvilOptions options, string program)
    {
        ChainId = options.ChainId;
        _process = new Process { StartInfo = StartInfo(program, options), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new DevChainException("anvil ended before it was ready."));
    }

    public ulong ChainId { get; }

    /// <summary>Where the node listens: http://127.0.0.1 and a port that the system chose.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Asks the node, any method of it included.</summary>
    public ChainClient Client { get; private set; } = null!;

    public DevTransactions Transactions { get; private set; } = null!;

    /// <summary>What only a development chain can: mining, time, reorgs, foreign senders.</summary>
    public AnvilControls Controls { get; private set; } = null!;

    /// <summary>The accounts that anvil signs for and that hold ether from the first block on.</summary>
    public IReadOnlyList<Address> Accounts { get; private set; } = [];

    /// <summary>The process that dies with this one: the watching shell, or anvil itself on Windows.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The last lines that anvil printed, for diagnosis.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Starts a node and waits until it answers, some 0.3 s.</summary>
    /// <exception cref="DevChainException">anvil is not installed (<see cref="DevChainAvailability"/>), or did not start; its last lines are in the message.</exception>
    public static async Task<Anvil> StartAsync(AnvilOptions? options = null, CancellationToken ct = default)
    {
        string program = DevChainAvailability.FindAnvil() ?? throw new DevChainException(DevChainAvailability.Check()!);
        var anvil = new Anvil(options ?? new AnvilOptions(), program);
        try
        {
            await anvil.RunAsync(ct);
            return anvil;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await anvil.DisposeAsync();
            throw new DevChainException($"anvil did not start: {fault.Message}\n{string.Join('\n', anvil.Output)}", fault);
        }
        catch
        {
            await anvil.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StopAsync();
        _process.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Url = await _ready.Task.WaitAsync(StartTimeout, ct);
        Client = new ChainClient(ChainId, [Url], _http, ClientOptions, TimeProvider.System);
        Transactions = new DevTransactions(Client);
        Controls = new AnvilControls(Client);
        var accounts = await Client.RequestAsync("eth_accounts", ct);
        Accounts = [.. accounts.EnumerateArray().Select(account => Address.Parse(account.GetString()!))];
    }

    private async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(StopTimeout);
        try
        {
            if (OperatingSystem.IsWindows()) _process.Kill();
            else _process.StandardInput.Close();
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It never started, or is disposed already: there is nothing to stop.
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _output.Enqueue(line);
        if (_output.Count > KeptLines) _output.TryDequeue(out _);
        if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal)) _ready.TrySetResult(new Uri($"http://{line[ReadyPrefix.Length..]}"));
    }

    private static ProcessStartInfo StartInfo(string program, AnvilOptions options)
    {
        string[] watched = ["/bin/sh", "-c", StopWithParent, "anvil", program];
        string[] command = OperatingSystem.IsWindows() ? [program] : watched;
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in command.Skip(1).Concat(options.ToArguments())) start.ArgumentList.Add(argument);
        return start;
    }
}
