using System.Data;
using Governance.Database;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Governance.Web.Hosting;

/// <summary>Why the program does not start, for whoever started it: one line for each cause that he can mend.</summary>
internal static class StartFault
{
    /// <summary>Null for what is no operator's fault: that ends with its stack trace.</summary>
    public static string? LineOf(Exception fault) => fault switch
    {
        OptionsValidationException refused => string.Join(Environment.NewLine, refused.Failures),
        InvalidDataException or DatabaseInUseException => fault.Message,
        InvalidOperationException when fault.GetBaseException() is FormatException or OverflowException => WrongValue.Explain(fault.Message),
        IOException { InnerException: AddressInUseException } => $"{fault.Message} Choose another with --Urls http://127.0.0.1:5081.",
        FormatException or ArgumentOutOfRangeException when IsOfAddress(fault) => $"Urls: {fault.Message} Name where the portal listens, for example --Urls http://127.0.0.1:5081",
        IOException or UnauthorizedAccessException => $"{fault.Message} Choose a folder that this account may write with Database:Directory, for example --Database:Directory=/var/lib/governance",
        DataException => $"The database was altered or is damaged: {fault.Message} Restore the newest backup.",
        SqliteException => $"The database can not be used: {fault.Message} Look at the folder that Database:Directory names, its rights and the space on its disk.",
        _ => null,
    };

    // The server's own words for an address that it can not read, and for a port that there is none of.
    private static bool IsOfAddress(Exception fault) =>
        fault is ArgumentOutOfRangeException { ParamName: "port" } || fault.Message.StartsWith("Invalid url", StringComparison.Ordinal);

    /// <summary>The host reports a failed start with a stack trace before anybody can say it in one line; once it runs, it may speak.</summary>
    public static void KeepHostQuietUntilStarted(this WebApplicationBuilder builder)
    {
        var started = new StartedFlag();
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Information && (started.IsSet || level < LogLevel.Warning));
        builder.Services.AddHostedService(_ => started);
    }

    private sealed class StartedFlag : IHostedLifecycleService
    {
        public bool IsSet { get; private set; }

        public Task StartedAsync(CancellationToken cancellationToken)
        {
            IsSet = true;
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
