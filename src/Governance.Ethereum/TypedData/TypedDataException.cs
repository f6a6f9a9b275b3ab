namespace Governance.Ethereum;

/// <summary>Types or values that EIP-712 cannot hash, with the path to the place. Never leaves this folder: the public face answers with its sentence.</summary>
internal sealed class TypedDataException(string path, string reason) : Exception(path.Length == 0 ? reason : $"{path}: {reason}")
{
    internal string Path { get; } = path;

    internal string Reason { get; } = reason;

    /// <summary>The same one step further out: <c>[3]</c> or a member's name before the path so far.</summary>
    internal TypedDataException Within(string step) => new(Path.Length == 0 ? step : Path[0] == '[' ? step + Path : $"{step}.{Path}", Reason);
}
