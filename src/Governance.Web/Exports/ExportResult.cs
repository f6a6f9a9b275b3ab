using System.Globalization;
using Governance.Exports;
using Governance.Web.Hosting;
using Microsoft.Net.Http.Headers;

namespace Governance.Web.Exports;

/// <summary>
/// Answers with an export's bytes, streamed: the whole (200), or for a reader who was cut off only what he lacks (206), by HTTP's own
/// <c>Range</c> with <c>If-Range</c> (RFC 9110, 14). <c>Repr-Digest</c> (RFC 9530) tells the whole file's SHA-256 once it is known.
/// </summary>
internal sealed class ExportResult(ExportFile file, string contentType, string name) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var outlines = context.RequestServices.GetRequiredService<ExportOutlines>();
        response.ContentType = contentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        if (!file.IsFrozen)
        {
            await file.WriteAsync(response.Body, context.RequestAborted);
            return;
        }

        response.Headers.ETag = file.ETag;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "public, no-cache";
        if (IsKnown(request)) response.StatusCode = StatusCodes.Status304NotModified;
        else if (AsksForRange(request, file.ETag)) await RangeAsync(context, outlines);
        else await WholeAsync(context, outlines);
    }

    // Weak tags too: a proxy that compresses makes them.
    private bool IsKnown(HttpRequest request)
    {
        var own = new EntityTagHeaderValue(file.ETag);
        return request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(own, useStrongComparison: false));
    }

    /// <summary>Whether a part is wanted of just the content with this tag: another than the one that was begun is sent whole, as <c>If-Range</c> means it, and so is what is asked for in an unknown unit.</summary>
    public static bool AsksForRange(HttpRequest request, string etag) =>
        request.Headers.Range.Count > 0 && (request.Headers.IfRange.Count == 0 || request.Headers.IfRange.ToString() == etag)
        && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range) && range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase) && range.Ranges.Count == 1;

    private async Task WholeAsync(HttpContext context, ExportOutlines outlines)
    {
        if (outlines.Find(file) is { } known)
        {
            context.Response.ContentLength = known.Length;
            context.Response.Headers["Repr-Digest"] = DigestOf(known);
        }

        if (context.Items.ContainsKey(SecuritySetup.OnlyHead)) return;
        outlines.Keep(file, await file.WriteAsync(context.Response.Body, context.RequestAborted));
    }

    private async Task RangeAsync(HttpContext context, ExportOutlines outlines)
    {
        var response = context.Response;
        if (await outlines.FindOrMakeAsync(file, context.RequestAborted) is not { } outline)
        {
            await Busy(response).ExecuteAsync(context);
            return;
        }

        var range = RangeHeaderValue.Parse(context.Request.Headers.Range.ToString()).Ranges.Single();
        long from = range.From ?? Math.Max(0, outline.Length - range.To!.Value);
        long to = range.From is null ? outline.Length - 1 : Math.Min(range.To ?? long.MaxValue, outline.Length - 1);
        if (from > to)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{outline.Length}");
            response.Headers.ContentDisposition = default;
            await Problems.Of(StatusCodes.Status416RangeNotSatisfiable, "range-outside-file", $"The file has {outline.Length} bytes and none from there on: it is complete, or another one. Take it whole.").ExecuteAsync(context);
            return;
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{outline.Length}");
        response.Headers["Repr-Digest"] = DigestOf(outline);
        response.ContentLength = to - from + 1;
        if (!context.Items.ContainsKey(SecuritySetup.OnlyHead)) await file.WriteRangeAsync(outline, from, to, response.Body, context.RequestAborted);
    }

    /// <summary>503: as many files are being made as one portal takes on at once.</summary>
    public static IResult Busy(HttpResponse response)
    {
        response.Headers.RetryAfter = "5";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "exports-busy", "Other files are being made. Try again in some seconds.");
    }

    private static string DigestOf(ExportOutline outline) => $"sha-256=:{Convert.ToBase64String(outline.Sha256)}:";
}
