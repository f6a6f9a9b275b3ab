using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Governance.Web.Tests.Inbox;

/// <summary>Ballots that were signed beforehand, sent by several senders at once; remembers which were acknowledged and when.</summary>
internal sealed class VoteLoad
{
    private const int Senders = 16;

    private readonly ConcurrentDictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<long> _moments = [];

    /// <summary>Ledger index by message id, as the replies said.</summary>
    public IReadOnlyDictionary<string, long> Acknowledged => _acknowledged;

    public int Count => _acknowledged.Count;

    /// <summary>Everybody's ballot of this round, dated later than those of earlier rounds; the first key has one base unit of power, the next two…</summary>
    public static List<byte[]> Sign(SignedEnvelopes space, string proposal, int round, int voters)
    {
        long dated = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3_000 + (round * 60);
        var ballots = new byte[voters][];
        Parallel.For(0, voters, i => ballots[i] = Encoding.UTF8.GetBytes(space.Vote(SignedEnvelopes.Key(i), proposal, 1 + ((i + round) % 3), dated).ToJsonString()));
        return [.. ballots];
    }

    /// <summary>Publishes a proposal that everything here is about.</summary>
    public static async Task<string> PublishAsync(Uri portal, SignedEnvelopes space)
    {
        using var http = new HttpClient { BaseAddress = portal };
        using var reply = await http.PostAsJsonAsync("/api/messages", space.Proposal(SignedEnvelopes.Key(0)));
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Until all are sent. A portal that is gone or refuses acknowledges nothing.</summary>
    public async Task SendAsync(Uri portal, IReadOnlyList<byte[]> ballots)
    {
        using var http = new HttpClient { BaseAddress = portal };
        await Parallel.ForEachAsync(ballots, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (ballot, ct) =>
        {
            try
            {
                using var body = new ByteArrayContent(ballot);
                body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var reply = await http.PostAsync("/api/messages", body, ct);
                if (!reply.IsSuccessStatusCode) return;
                var receipt = await reply.Content.ReadFromJsonAsync<JsonElement>(ct);
                _acknowledged[receipt.GetProperty("id").GetString()!] = receipt.GetProperty("ledger").GetProperty("index").GetInt64();
                _moments.Add(Stopwatch.GetTimestamp());
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or SocketException)
            {
                // The program is gone: not acknowledged.
            }
        });
    }

    /// <summary>Acknowledged votes a second since the last time this was asked, from the first to the last of them.</summary>
    public double TakeRate()
    {
        var moments = _moments.Order().ToArray();
        _moments.Clear();
        return moments.Length < 2 ? 0 : (moments.Length - 1) / Stopwatch.GetElapsedTime(moments[0], moments[^1]).TotalSeconds;
    }
}
