namespace Governance.Web.Hosting;

/// <summary>RFC 9457 problem details with a stable code.</summary>
internal static class Problems
{
    /// <param name="code">Stable, for programs: <c>unknown-proposal</c>.</param>
    /// <param name="explanation">A sentence for the person.</param>
    public static IResult Of(int status, string code, string explanation) =>
        Results.Problem(explanation, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    public static IResult Of(Rejection rejection) => Of(
        rejection.Fault == RejectionFault.Portal ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest, rejection.Code, rejection.Explanation);
}
