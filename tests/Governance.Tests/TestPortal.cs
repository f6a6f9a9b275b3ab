using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;
using Governance.Inbox;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Strategies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace Governance.Tests;

/// <summary>A whole portal without pages: a real SQLite file in a folder of its own, a clock that stands where the test puts it.</summary>
public sealed class TestPortal : IAsyncDisposable
{
    public const string Space = "phala.test";

    private readonly ServiceProvider _services;
    private readonly bool _keepFolder;

    private TestPortal(string folder, bool keepFolder, TestClock clock, ChainRegistry chains, DatabaseOptions options, ProposalLimits limits, LedgerOptions ledger)
    {
        (Folder, _keepFolder, Clock) = (folder, keepFolder, clock);
        var hosted = new HostedSpaces();
        hosted.Add(Space, Signers.Controller.Address);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(options)
            .AddSingleton(limits)
            .AddSingleton(chains)
            .AddSingleton(hosted)
            .AddSingleton(ledger)
            .AddSingleton(LedgerSigner.FromFile(ledger, options))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddGovernance()
            .AddSingleton<RetryPendingService>()
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public TestClock Clock { get; }

    public static async Task<TestPortal> StartAsync(
        string? folder = null, TestClock? clock = null, ChainRegistry? chains = null, int maxQueuedWrites = 8192, ProposalLimits? limits = null,
        string? connectionString = null, LedgerOptions? ledger = null)
    {
        var options = new DatabaseOptions
        {
            Directory = folder ?? Directory.CreateTempSubdirectory("governance-test-").FullName, MaxQueuedWrites = maxQueuedWrites, ConnectionString = connectionString,
        };
        var portal = new TestPortal(options.Directory, folder is not null, clock ?? new TestClock(), chains ?? new ChainRegistry(), options, limits ?? new ProposalLimits(),
            ledger ?? new LedgerOptions());
        Migrator.Run(portal.Get<Db>());
        portal.Get<LedgerIntegrity>().Check();
        await portal.Get<SpaceStore>().LoadAsync();
        return portal;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<Outcome<Receipt>> SendAsync(SignedMessage message) => SendAsync(message.Body);

    public Task<Outcome<Receipt>> SendAsync(ReadOnlyMemory<byte> body) => Get<AcceptMessage>().RunAsync(body, TestContext.Current.CancellationToken);

    /// <summary>Sends what must be accepted.</summary>
    public async Task<Receipt> AcceptAsync(SignedMessage message)
    {
        var outcome = await SendAsync(message);
        outcome.Rejection.ShouldBeNull();
        return outcome.Value;
    }

    /// <summary>Opens the space with these voters' weights and publishes a proposal that is open for a day.</summary>
    public async Task<Proposal> OpenProposalAsync(string votingSystem = "basic", string[]? choices = null, string settings = "")
    {
        await AcceptAsync(SampleMessages.Settings(this, settings.Length > 0 ? settings : SampleMessages.WhitelistSettings()));
        var receipt = await AcceptAsync(SampleMessages.Proposal(this, votingSystem, choices ?? ["For", "Against", "Abstain"]));
        return (await Get<ProposalStore>().FindAsync(receipt.Message.Id.ToString())).ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keepFolder) Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A clock that moves only when told.</summary>
public sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);

    public override DateTimeOffset GetUtcNow() => Now;
}
