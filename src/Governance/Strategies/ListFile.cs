using System.Security.Cryptography;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>What a list that power is counted by holds.</summary>
public enum ListKind
{
    /// <summary><c>address,base units</c>.</summary>
    Balances,

    /// <summary><c>account,free,staked</c> of the old chain.</summary>
    OldBalances,

    /// <summary><c>account,receiver</c>: who speaks for which old account.</summary>
    Links,

    /// <summary>A claim contract's events up to a block, as the portal read them.</summary>
    Claims,
}

/// <summary>A list by the SHA-256 of its bytes: settings, proposals, recounts and bundles name it by this alone.</summary>
/// <param name="Name">What the operator called it; only to show.</param>
public sealed record ListFile(Hash32 Hash, string Name, ListKind Kind, byte[] Content)
{
    private const string Prefix = "sha256:";

    public static ListFile Of(string name, ListKind kind, byte[] content) => new(new Hash32(SHA256.HashData(content)), name, kind, content);

    /// <summary>False: the bytes are not those that the hash was made of.</summary>
    public bool IsWhole => Hash == new Hash32(SHA256.HashData(Content));

    public string Reference => ReferenceTo(Hash);

    /// <summary>How settings name a list: <c>sha256:</c> and 64 digits.</summary>
    public static string ReferenceTo(Hash32 hash) => Prefix + hash.ToString()[2..];

    /// <summary>Null where the text is no such name.</summary>
    public static Hash32? HashOf(string? reference) =>
        reference is not null && reference.StartsWith(Prefix, StringComparison.Ordinal) && Hash32.TryParse("0x" + reference[Prefix.Length..], out var hash) ? hash : null;

    public static string NameOf(ListKind kind) => kind switch
    {
        ListKind.Balances => "balances",
        ListKind.OldBalances => "old-balances",
        ListKind.Links => "links",
        ListKind.Claims => "claims",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static ListKind? KindOf(string name) => Enum.GetValues<ListKind>().Where(kind => NameOf(kind) == name).Select(kind => (ListKind?)kind).FirstOrDefault();
}

/// <summary>A list that a strategy counts by.</summary>
public sealed record NeededList(Hash32 Hash, ListKind Kind);

/// <summary>Where lists are found: the portal's own, or those that a bundle brings along.</summary>
public interface IListFiles
{
    /// <summary>Null: not there.</summary>
    ListFile? Find(Hash32 hash);
}
