namespace Governance.Web;

/// <summary>A page of a list.</summary>
/// <param name="Next">Opaque: pass it as <c>after</c> for the next page; null on the last.</param>
public sealed record ListJson<T>(IReadOnlyList<T> Items, string? Next);
