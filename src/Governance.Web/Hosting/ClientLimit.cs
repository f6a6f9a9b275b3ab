using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Governance.Web.Hosting;

/// <summary>How many signed messages one client may post in a minute (<see cref="LimitsOptions.MessagesPerMinute"/>), over all routes that take some.</summary>
internal sealed class ClientLimit(IOptions<LimitsOptions> options) : IDisposable
{
    private const int Segments = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress?> _limiter = PartitionedRateLimiter.Create<IPAddress?, string>(client =>
        RateLimitPartition.GetSlidingWindowLimiter(ClientOf(client), _ => new()
        {
            PermitLimit = options.Value.MessagesPerMinute,
            Window = Window,
            SegmentsPerWindow = Segments,
        }));

    /// <summary>Counts the request; false: it is one too many. The connection's own address counts: a forwarded-for header is the client's word, and anybody can write a thousand of them.</summary>
    public bool Admits(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context.Connection.RemoteIpAddress);
        return lease.IsAcquired;
    }

    /// <summary>Why one too many is refused: in the words of Snapshot's sequencer, whose clients speak to one of these doors.</summary>
    public static readonly Rejection TooMany = new("too-many-requests", "too many requests",
        "This address sent more signed messages in a minute than the portal takes from one. Nothing was stored: wait a minute and send it again.");

    /// <summary>Seconds until a part of the minute is over.</summary>
    public static readonly string RetrySeconds = ((int)(Window / Segments).TotalSeconds).ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _limiter.Dispose();

    // One household of IPv6 is a /64: its single addresses cost nothing to change.
    internal static string ClientOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}

internal static class ClientLimitRoutes
{
    /// <summary>Refuses with 429 what is too much from one client.</summary>
    public static TBuilder LimitClients<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Limited.Route);

    /// <summary>After routing, before anything of the request is read.</summary>
    public static void UseClientLimit(this WebApplication app)
    {
        var limit = app.Services.GetRequiredService<ClientLimit>();
        app.Use((context, next) =>
            context.GetEndpoint()?.Metadata.GetMetadata<Limited>() is null || limit.Admits(context) ? next(context) : RefuseAsync(context));
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = ClientLimit.RetrySeconds;
        return Problems.Of(StatusCodes.Status429TooManyRequests, ClientLimit.TooMany.Code, ClientLimit.TooMany.Explanation).ExecuteAsync(context);
    }

    private sealed class Limited
    {
        public static readonly Limited Route = new();
    }
}
