using System.Globalization;
using System.Text;
using Governance.Database;
using Governance.Inbox;
using Governance.Indexing;
using Governance.Ledger;
using Governance.Web.Hosting;

namespace Governance.Web.Status;

/// <summary>
/// For operators: <c>/health/live</c> (the process answers), <c>/health/ready</c> (it can read, and its writer takes its turn), <c>/metrics</c> (Prometheus' text).
/// A chain that does not answer makes the portal not unready: votes whose power is known go on.
/// </summary>
internal static class HealthApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", static () => Results.Ok(new HealthJson("live"))).WithTags("Operations").WithName("live").WithSummary("The process answers").Produces<HealthJson>();
        app.MapGet("/health/ready", ReadyAsync).WithTags("Operations").WithName("ready").WithSummary("The database can be read and written").Produces<HealthJson>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/metrics", MetricsAsync).WithTags("Operations").WithName("metrics").WithSummary("Numbers for Prometheus").Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static async Task<IResult> ReadyAsync(LedgerStore ledger, Writer writer)
    {
        try
        {
            await ledger.LatestAsync();
            // An empty write: it waits its turn in the queue and for the database's lock, as a vote would.
            await writer.RunAsync(static _ => { }).WaitAsync(Patience);
            return Results.Ok(new HealthJson("ready"));
        }
        catch (Exception e) when (e is WriterBusyException or StorageException or TimeoutException or Microsoft.Data.Sqlite.SqliteException)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-ready", $"The database can not be used now: {e.Message}");
        }
    }

    private static async Task<IResult> MetricsAsync(LedgerStore ledger, PendingStore pending, ChainStatuses chains, CircuitLimit circuits)
    {
        var text = new StringBuilder();
        Gauge(text, "governance_ledger_size", "Leaves of the ledger: accepted messages.", [("", (await ledger.LatestAsync())?.Size ?? 0)]);
        Gauge(text, "governance_pending_messages", "Messages that wait for a chain to answer.", [("", await pending.CountAsync())]);
        Gauge(text, "governance_circuits_open", "Interactive pages that are open.", [("", circuits.Open)]);
        var followed = await chains.ReadAsync();
        Gauge(text, "governance_chain_head", "The highest indexed block.", followed.Where(c => c.Cursor is not null).Select(c => (Label(c), c.Cursor!.Head.Number)));
        Gauge(text, "governance_chain_blocks_behind", "Blocks of the chain that are not indexed yet.", followed.Where(c => c.BlocksBehind is not null).Select(c => (Label(c), c.BlocksBehind!.Value)));
        Gauge(text, "process_working_set_bytes", "Memory of the process.", [("", Environment.WorkingSet)]);
        return Results.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    private static string Label(ChainStatus chain) => $"{{chain=\"{chain.Name}\"}}";

    private static void Gauge(StringBuilder text, string name, string help, IEnumerable<(string Label, long Value)> values)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var (label, value) in values) text.Append(CultureInfo.InvariantCulture, $"{name}{label} {value}\n");
    }
}

/// <param name="Status">live or ready.</param>
internal sealed record HealthJson(string Status);
