using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Governance.Web.Hosting;

/// <summary>Limits that Kestrel, Blazor and the message door do not set by themselves.</summary>
internal static class LimitsSetup
{
    /// <summary>The rate limit for routes that take signed messages.</summary>
    public const string MessagesPolicy = "messages";

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsValidation>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        builder.Services.AddSingleton<CircuitLimit>();
        builder.Services.AddSingleton<CircuitHandler>(services => services.GetRequiredService<CircuitLimit>());
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(MessagesPolicy, PartitionByClient);
            // In the words of Snapshot's sequencer, whose clients speak to this door.
            limiter.OnRejected = static (rejected, cancellation) => new ValueTask(rejected.HttpContext.Response.WriteAsJsonAsync(
                new { error = "client_error", error_description = "too many requests" }, cancellation));
        });
    }

    public static void UseLimits(this WebApplication app)
    {
        app.UseRateLimiter();
        var circuits = app.Services.GetRequiredService<CircuitLimit>();
        app.UseWhen(
            static context => context.Request.Path.StartsWithSegments("/_blazor"),
            branch => branch.Use((context, next) =>
            {
                if (!circuits.IsReached) return next(context);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }));
    }

    // The connection's own address: a forwarded-for header is the client's word, and anybody can write a thousand of them.
    private static RateLimitPartition<string> PartitionByClient(HttpContext context) =>
        RateLimitPartition.GetSlidingWindowLimiter(ClientOf(context.Connection.RemoteIpAddress), _ => new()
        {
            PermitLimit = context.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value.MessagesPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        });

    // One household of IPv6 is a /64: its single addresses cost nothing to change.
    internal static string ClientOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private sealed class LimitsValidation : IValidateOptions<LimitsOptions>
    {
        public ValidateOptionsResult Validate(string? name, LimitsOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private sealed class KestrelLimits(IOptions<LimitsOptions> options) : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            var limits = options.Value;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.RequestHeadersSeconds);
        }
    }
}
