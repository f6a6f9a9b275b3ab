using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Benchmarks.Portals;
using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Benchmarks.Ingest;

/// <summary>Signed votes by as many keys on a proposal of the portal under test, as Snapshot's clients post them.</summary>
internal static class Ballots
{
    internal const string Space = "ingest.bench";
    private const int Seed = 712;

    /// <summary>Everybody has one vote: no chain and no list is asked.</summary>
    internal const string SpaceSettings = """{"name":"Ingest","network":"1","symbol":"VOTE","strategies":[{"name":"ticket","params":{}}]}""";

    /// <summary>Publishes a proposal that is open for a day; the answer is its id.</summary>
    internal static async Task<string> PublishAsync(Uri portal)
    {
        using var author = SigningKey.FromPrivateKey(Keccak256.Hash("ingest benchmark author"u8).Bytes);
        var now = DateTimeOffset.UtcNow;
        var request = new ProposalRequest("Shall we?", "A question.", "", ["For", "Against", "Abstain"], "basic", now.ToUnixTimeSeconds() - 3_600, now.ToUnixTimeSeconds() + 86_400, 1);
        using var http = new HttpClient { BaseAddress = portal };
        using var content = new ByteArrayContent(BulkBallots.Envelope(author, ProposalTypedData.Proposal(Space, author.Address, request, now)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var reply = await http.PostAsync(new Uri("/api/messages", UriKind.Relative), content);
        var answer = await reply.Content.ReadFromJsonAsync<JsonElement>();
        return reply.IsSuccessStatusCode ? answer.GetProperty("id").GetString()! : throw new InvalidOperationException(answer.GetRawText());
    }

    /// <summary>The bodies of so many votes.</summary>
    internal static byte[][] Make(int count, string proposal)
    {
        var ballots = new BulkBallots(Space, proposal, Seed);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60;
        var bodies = new byte[count][];
        Parallel.For(0, count, i => bodies[i] = ballots.Make(i, voter: i, now).Body);
        return bodies;
    }
}
