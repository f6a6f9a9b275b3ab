namespace Governance.Ethereum;

/// <summary>
/// Bytes that are not the ABI encoding of the expected types, a value that its type cannot hold, or a signature text that is none.
/// Always about the input: hostile or foreign bytes end here and nowhere else.
/// </summary>
public sealed class AbiException : Exception
{
    public AbiException()
    {
    }

    public AbiException(string message)
        : base(message)
    {
    }

    public AbiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
