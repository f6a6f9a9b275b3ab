namespace Governance.Ethereum;

/// <summary>A sequence of types that is encoded together: the arguments of a call, its results, or what <c>abi.encode</c> takes.</summary>
public sealed class AbiParameters
{
    internal AbiParameters(IReadOnlyList<AbiParameter> list)
    {
        List = list;
        Signature = $"({string.Join(',', list.Select(parameter => parameter.Type.Name))})";
    }

    public IReadOnlyList<AbiParameter> List { get; }

    /// <summary>The canonical types, for example <c>(address,uint256[])</c>.</summary>
    public string Signature { get; }

    /// <summary>Reads <c>(address[],uint256[],bytes[],bytes32)</c>; names may follow the types.</summary>
    /// <exception cref="AbiException">The text is no list of ABI types.</exception>
    public static AbiParameters Parse(string text)
    {
        var parser = new AbiParser(text);
        var list = parser.ReadParameters();
        parser.ExpectEnd();
        return new AbiParameters(list);
    }

    /// <summary>
    /// Solidity's <c>abi.encode</c>. Integers are <see cref="System.Numerics.BigInteger"/> or any whole-number type, addresses <see cref="Address"/>,
    /// bytesN <see cref="Hash32"/> (N = 32) or <c>byte[]</c> of that length, arrays any list, tuples <c>object[]</c> or a C# tuple.
    /// </summary>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public byte[] Encode(params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return AbiEncoder.Encode([], List, values);
    }

    /// <summary>
    /// The values, strictly: offsets and lengths inside the data, clean padding, integers in range. Bytes after the last value are ignored, as Solidity does.
    /// Integers come as <see cref="System.Numerics.BigInteger"/>, bytes32 as <see cref="Hash32"/>, other bytes as <c>byte[]</c>, arrays as <c>object[]</c>,
    /// tuples as <see cref="AbiValues"/>. Text that is not UTF-8 carries U+FFFD, because a contract may hold any bytes there.
    /// </summary>
    /// <exception cref="AbiException">The bytes are not an encoding of these types.</exception>
    public AbiValues Decode(ReadOnlySpan<byte> data) => AbiDecoder.Decode(List, data);
}
