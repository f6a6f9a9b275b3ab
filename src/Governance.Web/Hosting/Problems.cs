namespace Governance.Web.Hosting;

/// <summary>RFC 9457 problem details with a stable code.</summary>
internal static class Problems
{
    /// <param name="code">Stable, for programs: <c>unknown-proposal</c>.</param>
    /// <param name="explanation">A sentence for the person.</param>
    public static IResult Of(int status, string code, string explanation) =>
        Results.Problem(explanation, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <param name="field">What the request calls it.</param>
    public static IResult BadAddress(string field) =>
        Of(StatusCodes.Status400BadRequest, "bad-address", $"{field} must be 0x and the 40 digits of an address, with the checksum's capital letters or none.");

    public static IResult BadCursor() => Of(StatusCodes.Status400BadRequest, "bad-cursor", "after must be the next of an earlier page of this list, as it was given.");

    public static IResult Of(Rejection rejection) => Of(
        rejection.Fault == RejectionFault.Portal ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest, rejection.Code, rejection.Explanation);
}
