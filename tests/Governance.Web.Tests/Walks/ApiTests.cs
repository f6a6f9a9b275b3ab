using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Governance.Web.Tests.Walks;

/// <summary>The HTTP interface's reads and exports, from the running program.</summary>
public sealed class ApiTests(ApiTests.Filled filled) : IClassFixture<ApiTests.Filled>
{
    private readonly PortalProcess _portal = filled.Portal;
    private readonly Space _space = filled.Space;
    private readonly string _proposal = filled.Proposal;

    public sealed class Filled : OpenSpace
    {
        internal string Proposal { get; private set; } = "";

        protected override async Task FillAsync()
        {
            Proposal = await Space.ProposeAsync("Repair the path", "Slate.");
            for (int i = 1; i < 9; i++) await Space.VoteAsync(Proposal, Space.Voters[i], 1 + (i % 2), i == 3 ? "=HYPERLINK(\"http://evil.example\",\"x\"), \"quoted\"\r\nsecond line" : "");
        }
    }

    [Fact]
    public async Task Tally_IsExactInBaseUnits()
    {
        var tally = await _space.GetAsync($"/api/proposals/{_proposal}/tally.json");
        // Voter n has (n + 1) · 1.5: even ones chose For (2+4+6+8 → indices 2,4,6,8), odd ones Against.
        tally.GetProperty("decimals").GetInt32().ShouldBe(1);
        tally.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("votingPower").GetString()).ShouldBe(["360", "300", "0"]);
        tally.GetProperty("total").GetProperty("votingPower").GetString().ShouldBe("660");
        tally.GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(8);
        tally.GetProperty("quorum").GetProperty("needed").GetString().ShouldBe("200");
        tally.GetProperty("quorum").GetProperty("reached").GetBoolean().ShouldBeTrue();
        tally.GetProperty("state").GetString().ShouldBe("active");
        tally.GetProperty("final").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("power")]
    [InlineData("newest")]
    [InlineData("oldest")]
    public async Task Votes_PageThroughAllOnce(string order)
    {
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await _space.GetAsync($"/api/proposals/{_proposal}/votes?order={order}&limit=3{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(static vote => vote.GetProperty("voter").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        seen.Count.ShouldBe(8);
        seen.Distinct().Count().ShouldBe(8);
        if (order == "power") seen.ShouldBe(_space.Voters.Skip(1).Reverse().Select(static voter => voter.Address.ToString()));
    }

    [Fact]
    public async Task Power_IsExplainedSourceBySource()
    {
        var power = await _space.GetAsync($"/api/proposals/{_proposal}/power/{_space.Voters[2].Address}");
        power.GetProperty("votingPower").GetString().ShouldBe("45");
        power.GetProperty("sources")[0].GetProperty("votingPower").GetString().ShouldBe("45");
        power.GetProperty("sources")[0].GetProperty("why").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Exports_HoldEveryVote_AndFormulasAreText()
    {
        using var csv = await _space.AnswerAsync($"/api/proposals/{_proposal}/votes.csv");
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        string text = await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Split("\r\n")[0].ShouldStartWith("id,voter,choice,choice 1: For,choice 2: Against,choice 3: Abstain,voting_power,voting_power_base_units,base_units 1: whitelist-weighted,");
        text.ShouldContain("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\"), \"\"quoted\"\"\r\nsecond line\"");

        using var ndjson = await _space.AnswerAsync($"/api/proposals/{_proposal}/votes.ndjson");
        var votes = (await ndjson.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        votes[^1].GetProperty("end").GetProperty("votes").GetInt32().ShouldBe(8);
        votes.RemoveAt(8);
        votes.Count.ShouldBe(8);
        votes.Sum(static vote => long.Parse(vote.GetProperty("votingPower").GetString()!, CultureInfo.InvariantCulture)).ShouldBe(660);
    }

    [Theory]
    [InlineData("votes.csv")]
    [InlineData("votes.ndjson")]
    [InlineData("bundle.ndjson")]
    [InlineData("proposal.sqlite")]
    public async Task AnExport_GoesOnWhereItWas_AfterTheTagThatNamesIt(string file)
    {
        using var http = new HttpClient { BaseAddress = _portal.Url };
        var address = new Uri($"/api/proposals/{_proposal}/{file}", UriKind.Relative);
        using var whole = await http.GetAsync(address, TestContext.Current.CancellationToken);
        byte[] bytes = await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var tag = whole.Headers.ETag.ShouldNotBeNull();
        tag.IsWeak.ShouldBeFalse();
        whole.Headers.AcceptRanges.ShouldContain("bytes");

        foreach (var (from, to) in ((long?, long?)[])[(100, null), (0, 99), (null, 50), (7, 7)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(from, to), IfRange = new(tag) } };
            using var part = await http.SendAsync(request, TestContext.Current.CancellationToken);
            part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
            int first = (int)(from ?? bytes.Length - to!.Value), last = from is null ? bytes.Length - 1 : (int)(to ?? bytes.Length - 1);
            part.Content.Headers.ContentRange!.ToString().ShouldBe(string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{bytes.Length}"));
            (await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes[first..(last + 1)]);
        }

        using var other = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(5, null), IfRange = new(new System.Net.Http.Headers.EntityTagHeaderValue("\"csv1-3-00000000\"")) } };
        using var anew = await http.SendAsync(other, TestContext.Current.CancellationToken);
        anew.StatusCode.ShouldBe(HttpStatusCode.OK, "another content than the one that was begun comes whole");
        using var beyond = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(bytes.Length, null) } };
        using var refused = await http.SendAsync(beyond, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        // The platform sends files by itself, and says no more than the status.
        if (file != "proposal.sqlite") (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("range-outside-file");
        foreach (string known in (string[])[$"{tag}", $"W/{tag}", $"\"another\", {tag}", "*"])
        {
            using var same = new HttpRequestMessage(HttpMethod.Get, address);
            same.Headers.TryAddWithoutValidation("If-None-Match", known);
            using var unchanged = await http.SendAsync(same, TestContext.Current.CancellationToken);
            unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified, known);
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, address);
        using var headers = await http.SendAsync(head, TestContext.Current.CancellationToken);
        headers.Content.Headers.ContentLength.ShouldBe(bytes.Length);
    }

    [Theory]
    [InlineData("votes.csv")]
    [InlineData("votes.ndjson")]
    [InlineData("bundle.ndjson")]
    [InlineData("proposal.sqlite")]
    public async Task AnExport_IsSentWhole_ForAnUnknownUnit_AndAfterADate(string file)
    {
        using var http = new HttpClient { BaseAddress = _portal.Url };
        foreach (var (range, condition) in ((string, string?)[])[("foo=0-1", null), ("bytes=0-1", "Wed, 21 Oct 2026 07:28:00 GMT")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/proposals/{_proposal}/{file}");
            request.Headers.TryAddWithoutValidation("Range", range);
            request.Headers.TryAddWithoutValidation("If-Range", condition);
            using var whole = await http.SendAsync(request, TestContext.Current.CancellationToken);
            whole.StatusCode.ShouldBe(HttpStatusCode.OK, range);
            whole.Headers.AcceptRanges.ShouldContain("bytes");
            (await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(2);
        }
    }

    [Fact]
    public async Task OtherSitesPages_MayGoOnWithAFile_AndAskWhetherItChanged()
    {
        using var http = new HttpClient { BaseAddress = _portal.Url };
        var address = new Uri($"/api/proposals/{_proposal}/votes.csv", UriKind.Relative);
        using var asked = new HttpRequestMessage(HttpMethod.Options, address) { Headers = { { "Origin", "https://front.example" }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "if-none-match,if-range,range" } } };
        using var permission = await http.SendAsync(asked, TestContext.Current.CancellationToken);
        permission.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        var allowed = permission.Headers.GetValues("Access-Control-Allow-Headers").ShouldHaveSingleItem().Split(',');
        foreach (string header in (string[])["If-None-Match", "If-Range", "Range"]) allowed.ShouldContain(header);

        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Origin", "https://front.example" } } };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var exposed = answer.Headers.GetValues("Access-Control-Expose-Headers").ShouldHaveSingleItem().Split(',');
        foreach (string header in (string[])["ETag", "Content-Range", "Accept-Ranges"]) exposed.ShouldContain(header);
    }

    [Fact]
    public async Task TheCsv_HasItsHashBesideIt()
    {
        using var csv = await _space.AnswerAsync($"/api/proposals/{_proposal}/votes.csv");
        byte[] bytes = await csv.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var hash = await _space.AnswerAsync($"/api/proposals/{_proposal}/votes.csv.sha256");
        (await hash.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(string.Create(CultureInfo.InvariantCulture,
            $"# 8 votes, {bytes.Length} bytes, ETag {csv.Headers.ETag}\n{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}  votes.csv\n"));
    }

    [Fact]
    public async Task EveryRoute_IsDescribed()
    {
        var paths = (await _space.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(static path => path.Name).ToList();
        foreach (string path in (string[])["/api/messages", "/api/spaces", "/api/spaces/{space}", "/api/proposals", "/api/proposals/{id}", "/api/proposals/{id}/votes", "/api/proposals/{id}/power/{address}", "/api/proposals/{id}/votes.csv", "/api/proposals/{id}/votes.ndjson", "/api/proposals/{id}/tally.json"])
            paths.ShouldContain(path);
    }

    [Fact]
    public async Task EveryOperation_SaysWhatItDoesAndAnswers()
    {
        var operations = (await _space.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(verb => (Name: $"{verb.Name} {path.Name}", verb.Value))).ToList();

        foreach (var (name, operation) in operations)
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
            operation.GetProperty("operationId").GetString().ShouldNotBeNull(name).ShouldMatch("^[a-z][A-Za-z]+$", name);
            operation.GetProperty("responses").GetProperty("200").TryGetProperty("content", out _).ShouldBeTrue($"{name} does not say what it answers");
            if (name.StartsWith("post", StringComparison.Ordinal)) operation.TryGetProperty("requestBody", out _).ShouldBeTrue($"{name} does not say what it takes");
        }
    }

    [Theory]
    [InlineData("MessageRefusal", "error error_description code explanation")]
    [InlineData("MessageStatus", "state")]
    [InlineData("BallotRequest", "proposal voter support signature")]
    public async Task WhatMayBeLeftOut_IsNotRequired(string schema, string required)
    {
        var schemas = (await _space.GetAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        string.Join(' ', schemas.GetProperty(schema).GetProperty("required").EnumerateArray().Select(static name => name.GetString())).ShouldBe(required);
    }

    [Fact]
    public async Task ForeignPages_GetNoSocket_AndPagesTakeNoForms()
    {
        using var http = new HttpClient { BaseAddress = _portal.Url };
        using var socket = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        socket.Headers.Add("Origin", "http://evil.example");
        using var refused = await http.SendAsync(socket, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var form = new StringContent("a=b", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var posted = await http.PostAsync(new Uri("/", UriKind.Relative), form, TestContext.Current.CancellationToken);
        posted.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task AMessage_IsReadAsJson_WhateverItIsCalled()
    {
        using var http = new HttpClient { BaseAddress = _portal.Url };
        foreach (string type in (string[])["text/plain", "application/json", "application/octet-stream"])
        {
            using var body = new StringContent("{}", Encoding.UTF8, type);
            using var answer = await http.PostAsync(new Uri("/api/messages", UriKind.Relative), body, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, type);
            JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetString().ShouldBe("client_error", type);
        }
    }

    [Fact]
    public async Task EveryPage_LocksTheBrowserDown_AndSetsNoCookie()
    {
        foreach (string path in (string[])["/", $"/{Space.Id}/proposals/{_proposal}", "/status", "/nowhere/at/all", "/css/base.css", "/api/spaces"])
        {
            using var answer = await _space.AnswerAsync(path);
            string policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task WithoutTheLocalChain_ThereIsNoDevelopmentWallet()
    {
        foreach (string path in (string[])["/js/dev-wallet.js", "/dev/wallet"])
        {
            using var answer = await _space.AnswerAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }
}
