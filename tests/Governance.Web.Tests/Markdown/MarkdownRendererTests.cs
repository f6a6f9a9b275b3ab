using AngleSharp.Html.Parser;
using Governance.Web.Markdown;

namespace Governance.Web.Tests.Markdown;

public sealed class MarkdownRendererTests
{
    // Everything that Markdown itself needs, and nothing that loads, posts or runs.
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "body", "p", "a", "em", "strong", "del", "ins", "mark", "sub", "sup", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "br",
        "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
    ];

    private static readonly HashSet<string> Attributes = ["href", "rel", "target", "class", "start", "type"];

    [Fact]
    public void There_AreAtLeastAHundredPayloads() => HostilePayloads.All.Count.ShouldBeGreaterThanOrEqualTo(100);

    [Theory, MemberData(nameof(HostilePayloads.All), MemberType = typeof(HostilePayloads))]
    public void Renders_NothingThatActs(string payload)
    {
        var document = new HtmlParser().ParseDocument(MarkdownRenderer.Render(payload));
        foreach (var element in document.All)
        {
            Elements.ShouldContain(element.LocalName);
            foreach (var attribute in element.Attributes) Attributes.ShouldContain(attribute.Name);
            if (element.LocalName != "a") continue;
            new Uri(element.GetAttribute("href")!).Scheme.ShouldBeOneOf("http", "https", "ipfs");
            element.GetAttribute("rel").ShouldBe("noopener noreferrer nofollow");
        }
    }

    [Theory]
    [InlineData("[text](https://example.org/a?b=1&c=2)", "https://example.org/a?b=1&c=2")]
    [InlineData("<https://example.org>", "https://example.org")]
    [InlineData("see https://example.org/x for more", "https://example.org/x")]
    [InlineData("[text](ipfs://bafkreigh2akiscaildc)", "ipfs://bafkreigh2akiscaildc")]
    [InlineData("![chart](https://example.org/chart.png)", "https://example.org/chart.png")]
    public void Keeps_HonestLinks(string text, string href) =>
        new HtmlParser().ParseDocument(MarkdownRenderer.Render(text)).QuerySelector("a")!.GetAttribute("href").ShouldBe(href);

    [Fact]
    public void Shows_APictureAsALink_SoThatNobodyLearnsWhoReads()
    {
        string html = MarkdownRenderer.Render("![the plan](https://example.org/plan.png)");
        html.ShouldNotContain("<img");
        html.ShouldContain("Picture: the plan");
    }

    [Theory]
    [InlineData("# One\n\n## Two\n\n# Three", "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>\n")]
    [InlineData("##### Five\n\n###### Six", "<h3>Five</h3>\n<h4>Six</h4>\n")]
    [InlineData("# One\n\n##### Five", "<h3>One</h3>\n<h4>Five</h4>\n")]
    public void Demotes_HeadingsBelowThePagesOwn_WithoutGaps(string text, string html) => MarkdownRenderer.Render(text).ShouldBe(html);

    [Fact]
    public void Renders_TablesListsAndCode()
    {
        string html = MarkdownRenderer.Render("| a | b |\n|--:|---|\n| 1 | 2 |\n\n1. x\n2. y\n\n```json\n{}\n```");
        html.ShouldContain("<td>2</td>");
        html.ShouldContain("<ol>");
        html.ShouldContain("<code");
        html.ShouldNotContain("style=");
    }

    [Fact]
    public void Cuts_WhatIsTooLong() => MarkdownRenderer.Render(new string('a', MarkdownRenderer.MaxLength + 1)).ShouldContain("the rest is not shown");

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("*a ")]
    [InlineData("`")]
    public void Survives_DeepNesting(string opening)
    {
        var started = TimeProvider.System.GetTimestamp();
        MarkdownRenderer.Render(string.Concat(Enumerable.Repeat(opening, 20_000)));
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
