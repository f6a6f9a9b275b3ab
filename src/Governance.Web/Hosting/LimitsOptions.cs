namespace Governance.Web.Hosting;

/// <summary>What one process takes on at most (section <c>Limits</c>). 0 is refused; a large number means practically none.</summary>
public sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Signed messages that one client (an address of the network, or its /64 in IPv6) may post in a minute.</summary>
    public int MessagesPerMinute { get; set; } = 100;

    /// <summary>Bytes of a request's body; more is answered with 413.</summary>
    public long MaxBodyBytes { get; set; } = 131_072;

    /// <summary>Open connections, and as many upgraded ones (web sockets).</summary>
    public long MaxConnections { get; set; } = 2_000;

    /// <summary>Interactive pages open at once; reading pages need none.</summary>
    public int MaxCircuits { get; set; } = 1_000;

    /// <summary>Seconds that a client may take to send its request's headers.</summary>
    public int RequestHeadersSeconds { get; set; } = 10;

    internal IEnumerable<string> Faults()
    {
        if (MessagesPerMinute < 1) yield return Fault(nameof(MessagesPerMinute), MessagesPerMinute, 100);
        if (MaxBodyBytes < 1) yield return Fault(nameof(MaxBodyBytes), MaxBodyBytes, 131_072);
        if (MaxConnections < 1) yield return Fault(nameof(MaxConnections), MaxConnections, 2_000);
        if (MaxCircuits < 1) yield return Fault(nameof(MaxCircuits), MaxCircuits, 1_000);
        if (RequestHeadersSeconds < 1) yield return Fault(nameof(RequestHeadersSeconds), RequestHeadersSeconds, 10);
    }

    private static string Fault(string key, long value, long example) =>
        $"{Section}:{key} is {value}: it must be at least 1 (a large number means practically no limit), for example {example}.";
}
