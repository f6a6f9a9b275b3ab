using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Governance.Web.Markdown;

/// <summary>
/// Markdown that others wrote, as HTML that cannot act: no raw HTML, links to http, https and ipfs only, pictures as links
/// (a loaded picture would tell its owner who reads), headings below the page's own, and a bound on size and depth.
/// </summary>
public static class MarkdownRenderer
{
    /// <summary>Characters that are rendered; what follows is cut with a note. Snapshot's own bodies end at 40,000.</summary>
    public const int MaxLength = 100_000;

    private static readonly string[] Schemes = ["http", "https", "ipfs"];

    private static readonly MarkdownPipeline Pipeline = Build();

    public static string Render(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        bool cut = text.Length > MaxLength;
        try
        {
            string html = Rendered(cut ? text[..MaxLength] : text);
            return cut ? html + $"<p><em>The text is longer than {MaxLength:N0} characters; the rest is not shown.</em></p>" : html;
        }
        catch (ArgumentException)
        {
            // Markdig refuses nesting beyond its limit of depth: such a text is shown as it was written.
            return $"<pre>{System.Net.WebUtility.HtmlEncode(text[..Math.Min(text.Length, MaxLength)])}</pre>";
        }
    }

    /// <summary>True when a browser would open the address with one of the schemes allowed, and nothing before it hides another.</summary>
    internal static bool IsSafe(string? url) =>
        url is not null && !url.AsSpan().ContainsAnyInRange('\0', '\x20') &&
        Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme) &&
        url.StartsWith(address.Scheme + "://", StringComparison.OrdinalIgnoreCase);

    private static string Rendered(string text)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        Demote(document);
        foreach (var table in document.Descendants<Table>()) AlignByClass(table);
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new SafeLinks());
        renderer.ObjectRenderers.Replace<AutolinkInlineRenderer>(new SafeAutolinks());
        renderer.Render(document);
        return writer.ToString();
    }

    // Below the page's own two levels and without gaps, so that whoever jumps from heading to heading misses nothing.
    private static void Demote(MarkdownDocument document)
    {
        int last = 2;
        foreach (var heading in document.Descendants<HeadingBlock>()) last = heading.Level = Math.Min(Math.Min(6, heading.Level + 2), last + 1);
    }

    // Markdig would write style attributes, which our pages' policy forbids.
    private static void AlignByClass(Table table)
    {
        foreach (var row in table.Descendants<TableRow>())
        {
            for (int column = 0; column < Math.Min(row.Count, table.ColumnDefinitions.Count); column++)
                if (table.ColumnDefinitions[column].Alignment == TableColumnAlign.Right) row[column].GetAttributes().AddClass("right");
        }
        foreach (var column in table.ColumnDefinitions) column.Alignment = null;
    }

    private static MarkdownPipeline Build() => new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseListExtras().Build();

    private static void WriteLink(HtmlRenderer renderer, string url, Action content)
    {
        if (!IsSafe(url)) { content(); return; }
        renderer.Write("<a href=\"").WriteEscapeUrl(url).Write("\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">");
        content();
        renderer.Write("</a>");
    }

    private sealed class SafeLinks : HtmlObjectRenderer<LinkInline>
    {
        protected override void Write(HtmlRenderer renderer, LinkInline link)
        {
            string url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
            WriteLink(renderer, url, () =>
            {
                if (link.IsImage) renderer.Write("Picture: ");
                if (link.IsImage && link.FirstChild is null) renderer.WriteEscape(url);
                else renderer.WriteChildren(link);
            });
        }
    }

    private sealed class SafeAutolinks : HtmlObjectRenderer<AutolinkInline>
    {
        protected override void Write(HtmlRenderer renderer, AutolinkInline link) =>
            WriteLink(renderer, link.IsEmail ? "" : link.Url, () => renderer.WriteEscape(link.Url));
    }
}
