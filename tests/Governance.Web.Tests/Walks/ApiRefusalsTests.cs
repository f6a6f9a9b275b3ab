using System.Net;
using System.Text;
using System.Text.Json;

namespace Governance.Web.Tests.Walks;

/// <summary>What the HTTP interface does not answer, and in which words: problem details whose code is for programs and whose sentence names what is wrong.</summary>
public sealed class ApiRefusalsTests(ApiTests.Filled filled) : IClassFixture<ApiTests.Filled>
{
    [Theory]
    [InlineData("/api/proposals/0x00", 404, "unknown-proposal")]
    [InlineData("/api/proposals/0x00/votes.csv", 404, "unknown-proposal")]
    [InlineData("/api/spaces/none.eth", 404, "unknown-space")]
    [InlineData("/api/proposals?state=maybe", 400, "bad-state")]
    [InlineData("/api/proposals?state=99", 400, "bad-state")]
    [InlineData("/api/nothing", 404, "not-found")]
    [InlineData("/ledger/consistency?from=2&to=1", 400, "sizes-out-of-range")]
    public async Task Refusals_AreProblemDetailsWithAStableCode(string path, int status, string code)
    {
        using var answer = await filled.Space.AnswerAsync(path);
        ((int)answer.StatusCode).ShouldBe(status);
        (await ProblemAsync(answer)).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("/api/proposals?limit=abc", "bad-limit", "limit must be a whole number from 1 to 100, in digits alone.")]
    [InlineData("/api/proposals?limit=0", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?limit=101", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?limit=99999999999999999999", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?limit=-1", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?limit=%2B1", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?limit=%201", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?limit=1&limit=2", "bad-limit", "limit must be")]
    [InlineData("/api/proposals?after=!!", "bad-cursor", "after must be")]
    [InlineData("/ledger/checkpoint?size=x", "bad-size", "size must be a whole number")]
    [InlineData("/ledger/inclusion?id=zzz", "malformed-id", "id is 0x and 64")]
    [InlineData("/ledger/consistency?from=x", "malformed-sizes", "from and to are sizes of the ledger in digits alone")]
    [InlineData("/ledger/consistency?from=%201&to=2", "malformed-sizes", "from and to")]
    [InlineData("/ledger/consistency?from=%2B1&to=2", "malformed-sizes", "from and to")]
    public async Task WhatCanNotBeRead_IsNamed_WithTheFormThatItTakes(string path, string code, string words)
    {
        using var answer = await filled.Space.AnswerAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await ProblemAsync(answer);
        problem.Code.ShouldBe(code);
        problem.Detail.ShouldContain(words);
    }

    [Theory]
    [InlineData("power/0x12", "bad-address", "address must be 0x and the 40 digits")]
    [InlineData("votes?voter=0x12", "bad-address", "voter must be 0x and the 40 digits")]
    [InlineData("votes?limit=abc", "bad-limit", "limit must be a whole number from 1 to 1000")]
    [InlineData("votes?order=best", "bad-order", "order must be one of power, newest, oldest")]
    [InlineData("votes?order=1", "bad-order", "order must be one of")]
    [InlineData("votes?choice=9", "bad-choice", "choice must be a number from 1 to 3")]
    [InlineData("votes?choice=maybe", "bad-choice", "choice must be")]
    [InlineData("votes?choice=[1,2]", "bad-choice", "that a vote on this proposal can have")]
    [InlineData("votes?choice={\"1\":1}", "bad-choice", "that a vote on this proposal can have")]
    [InlineData("ballot?voter=0x12&support=1", "bad-address", "voter must be")]
    [InlineData("ballot?support=1", "bad-address", "voter must be")]
    [InlineData("ballot?support=256", "bad-support", "support must be a whole number from 0 to 255")]
    [InlineData("ballot", "bad-support", "support must be")]
    public Task OfAProposalToo(string path, string code, string words) => WhatCanNotBeRead_IsNamed_WithTheFormThatItTakes($"/api/proposals/{filled.Proposal}/{path}", code, words);

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"support\":\"x\"}")]
    public async Task ABodyThatIsNotItsJson_IsSentToTheDescription(string text)
    {
        using var http = new HttpClient { BaseAddress = filled.Portal.Url };
        using var body = new StringContent(text, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/ballots", UriKind.Relative), body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await ProblemAsync(answer);
        problem.Code.ShouldBe("bad-request");
        problem.Detail.ShouldContain("/openapi/v1.json");
    }

    [Theory]
    [InlineData("GET", "/api/messages", "POST")]
    [InlineData("PUT", "/api/messages", "POST")]
    [InlineData("GET", "/api/ballots", "POST")]
    [InlineData("DELETE", "/api/ballots", "POST")]
    [InlineData("PUT", "/api/spaces", "GET, HEAD")]
    [InlineData("PUT", "/ledger/cosignatures", "GET, HEAD, POST")]
    public async Task AnotherMethod_IsToldWhatTheRouteTakes(string method, string path, string allowed)
    {
        using var http = new HttpClient { BaseAddress = filled.Portal.Url };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", answer.Content.Headers.Allow).ShouldBe(allowed);
        (await ProblemAsync(answer)).Code.ShouldBe("method-not-allowed");
    }

    [Fact]
    public async Task WhatIsNoData_NamesItsMethodsToo_EachOnce()
    {
        using var http = new HttpClient { BaseAddress = filled.Portal.Url };
        using var answer = await http.PutAsync(new Uri("/css/elements.css", UriKind.Relative), null, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBeUnique();
        answer.Content.Headers.Allow.ShouldContain("HEAD");
    }

    [Fact]
    public async Task TheVotesPage_SaysThatThereIsNoSuchChoice()
    {
        using var answer = await filled.Space.AnswerAsync($"/{Space.Id}/proposals/{filled.Proposal}?choice=[1,2]");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("No vote on this proposal can have that choice");
    }

    private static async Task<(string Code, string Detail)> ProblemAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return (problem.GetProperty("code").GetString()!, problem.TryGetProperty("detail", out var detail) ? detail.GetString()! : "");
    }
}
