namespace Governance.Web.Hosting;

/// <summary>Marks a page whose component library styles its elements one by one; every other page allows style sheets only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowStyleAttributesAttribute : Attribute;

/// <summary>What a browser must know before it trusts a page, and which callers a socket or a form may come from.</summary>
internal static class SecuritySetup
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; " +
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'; style-src 'self'";

    private const string PolicyWithStyleAttributes = Policy + "; style-src-attr 'unsafe-inline'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (context, next) =>
    {
        // At the last moment: an error handler clears what was set before it.
        context.Response.OnStarting(static state => { SetHeaders((HttpContext)state); return Task.CompletedTask; }, context);
        return next(context);
    });

    private static void SetHeaders(HttpContext context)
    {
        bool styled = context.GetEndpoint()?.Metadata.GetMetadata<AllowStyleAttributesAttribute>() is not null;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = styled ? PolicyWithStyleAttributes : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Routes know nothing of UseHead.
        if (headers.Allow.ToString() is ['G', 'E', 'T', .. var others] && !others.Contains("HEAD", StringComparison.Ordinal)) headers.Allow = $"GET, HEAD{others}";
        // The rest is about what a page may do: data does nothing, and every vote's answer is data.
        if (context.Response.ContentType is "application/json" or "application/json; charset=utf-8") return;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.Remove("blazor-enhanced-nav");
        // Shared caches may hold a page for some seconds; the reader's own browser asks each time.
        if (headers.CacheControl.Count == 0 && context.Response.ContentType is ['t', 'e', 'x', 't', '/', 'h', 't', 'm', 'l', ..]) headers.CacheControl = "public, max-age=0, s-maxage=5";
    }

    /// <summary>The interface is public and takes no cookie, so any page may ask it: other front ends use this portal as their hub. Never the development wallet.</summary>
    public static void UseCrossOriginReaders(this WebApplication app) => app.UseWhen(
        static context => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/ledger"),
        static branch => branch.UseCors(static policy => policy.AnyOrigin()));

    /// <summary>The same for an answer to a simple request, where that middleware does not come by.</summary>
    public static void AllowAnyReader(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count == 0) return;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlExposeHeaders = ExposedText;
    }

    private static readonly string[] Exposed = ["ETag", "Accept-Ranges", "Content-Range", "Content-Disposition", "Repr-Digest", "Retry-After"];
    private static readonly string ExposedText = string.Join(',', Exposed);

    private static void AnyOrigin(this Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder policy) =>
        policy.AllowAnyOrigin().WithMethods("GET", "HEAD", "POST").WithHeaders("Content-Type", "Accept", "Range", "If-Range", "If-None-Match")
            .WithExposedHeaders(Exposed);

    /// <summary>Marks (in <see cref="HttpContext.Items"/>) a request whose answer's body nobody will read.</summary>
    internal static readonly object OnlyHead = new();

    /// <summary>HEAD is GET without its body, which the server leaves out by itself.</summary>
    public static void UseHead(this WebApplication app) => app.Use(static (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method)) return next(context);
        context.Items[OnlyHead] = true;
        context.Request.Method = HttpMethods.Get;
        return next(context);
    });

    /// <summary>Refuses a web socket that another site's page opens: browsers send cookies with it and check nothing.</summary>
    public static void UseOriginGate(this WebApplication app) => app.Use((context, next) =>
    {
        if (!IsSocket(context.Request) || IsOwn(context.Request)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>True when the request names no origin (not a browser) or this very site.</summary>
    internal static bool IsOwn(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSocket(HttpRequest request) =>
        request.Path.StartsWithSegments("/_blazor") || request.HttpContext.WebSockets.IsWebSocketRequest || HttpMethods.IsConnect(request.Method);
}
