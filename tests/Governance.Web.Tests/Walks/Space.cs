using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Web.Tests.Walks;

/// <summary>A space of listed voters on a running portal, filled through its own front door: every message is really signed.</summary>
internal sealed class Space : IDisposable
{
    public const string Id = "walkers.eth";

    private readonly HttpClient _http;

    private Space(PortalProcess portal, IReadOnlyList<SigningKey> voters)
    {
        _http = new HttpClient { BaseAddress = portal.Url };
        Voters = voters;
    }

    /// <summary>Voter n has (n + 1) · 1.5 WLK.</summary>
    public IReadOnlyList<SigningKey> Voters { get; }

    /// <summary>The settings that open the space; pass them to the portal when it starts.</summary>
    public static (string[] Arguments, IReadOnlyList<SigningKey> Voters) Configure(string folder, int voters)
    {
        var keys = DevAccounts.Voters(voters);
        var weights = new JsonObject(keys.Select(static (key, i) => KeyValuePair.Create(key.Address.ToString(), (JsonNode?)JsonValue.Create(1.5m * (i + 1)))));
        var settings = new JsonObject
        {
            ["name"] = "Walkers",
            ["about"] = "Voters who walk.",
            ["network"] = "1",
            ["symbol"] = "WLK",
            ["strategies"] = new JsonArray(new JsonObject { ["name"] = "whitelist-weighted", ["params"] = new JsonObject { ["symbol"] = "WLK", ["addresses"] = weights } }),
            ["voting"] = new JsonObject { ["quorum"] = 20 },
        };
        string file = Path.Combine(folder, "space.json");
        File.WriteAllText(file, settings.ToJsonString());
        return ([$"--Spaces:0:Id={Id}", $"--Spaces:0:SettingsFile={file}"], keys);
    }

    public static Space Of(PortalProcess portal, IReadOnlyList<SigningKey> voters) => new(portal, voters);

    /// <summary>Publishes a proposal that is open now and for three days; the answer is its id.</summary>
    public Task<string> ProposeAsync(string title, string body, string system = "basic", params string[] choices) => ProposeAsync(-60, title, body, system, choices);

    /// <summary>The same, open <paramref name="opens"/> seconds from now.</summary>
    public async Task<string> ProposeAsync(long opens, string title, string body, string system = "basic", params string[] choices)
    {
        var now = DateTimeOffset.UtcNow;
        long start = now.ToUnixTimeSeconds() + opens;
        var request = new ProposalRequest(title, body, "", choices.Length > 0 ? choices : ["For", "Against", "Abstain"], system, start, start + (3 * 86_400), 1);
        return await ProposeAsync(request);
    }

    public Task<string> ProposeAsync(ProposalRequest request) => SendAsync(Voters[0], ProposalTypedData.Proposal(Id, Voters[0].Address, request, DateTimeOffset.UtcNow));

    public Task<string> VoteAsync(string proposalId, SigningKey voter, int choice, string reason = "") => VoteAsync(proposalId, voter, Choice.Of(choice), reason);

    public async Task<string> VoteAsync(string proposalId, SigningKey voter, Choice choice, string reason = "")
    {
        var proposal = await _http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposalId}");
        var known = new Proposal
        {
            Id = proposalId, Space = proposal.GetProperty("space").GetString()!, Kind = ProposalKind.Signed, Author = default, CreatedAt = 0, Title = "", Body = "",
            Choices = [], VotingSystem = "", Start = 0, End = 0, Snapshot = 0, Rules = new ProposalRules { Strategies = [] },
        };
        return await SendAsync(voter, BallotTypedData.Vote(known, voter.Address, choice, reason, DateTimeOffset.UtcNow));
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> AnswerAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => _http.Dispose();

    private async Task<string> SendAsync(SigningKey signer, JsonObject typedData)
    {
        string signature = TestWallet.Sign(signer, typedData.ToJsonString());
        var envelope = new JsonObject
        {
            ["address"] = signer.Address.ToString(),
            ["sig"] = signature,
            ["data"] = new JsonObject { ["domain"] = typedData["domain"]!.DeepClone(), ["types"] = WithoutDomain(typedData), ["message"] = typedData["message"]!.DeepClone() },
        };
        using var answer = await _http.PostAsJsonAsync("/api/messages", envelope);
        string text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}: {text}"));
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static JsonObject WithoutDomain(JsonObject typedData)
    {
        var types = typedData["types"]!.DeepClone().AsObject();
        types.Remove("EIP712Domain");
        return types;
    }
}
