namespace Governance.Ethereum;

/// <summary>A contract function: its selector, the encoding of its arguments, the decoding of its results.</summary>
public sealed class AbiFunction
{
    private readonly byte[] _selector;

    private AbiFunction(string name, AbiParameters inputs, AbiParameters outputs)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        Signature = name + inputs.Signature;
        _selector = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(Signature)).Bytes[..SelectorSize].ToArray();
    }

    public const int SelectorSize = 4;

    public string Name { get; }

    public AbiParameters Inputs { get; }

    public AbiParameters Outputs { get; }

    /// <summary>The canonical signature without results, for example <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of the signature's hash.</summary>
    public ReadOnlySpan<byte> Selector => _selector;

    /// <summary>Reads <c>balanceOf(address)(uint256)</c>: name, arguments and, where results are wanted, their types.</summary>
    /// <exception cref="AbiException">The text is no such signature.</exception>
    public static AbiFunction Parse(string text)
    {
        var parser = new AbiParser(text);
        string name = parser.ReadIdentifier();
        var inputs = new AbiParameters(parser.ReadParameters());
        var outputs = new AbiParameters(parser.IsAtEnd ? [] : parser.ReadParameters());
        parser.ExpectEnd();
        return new AbiFunction(name, inputs, outputs);
    }

    /// <summary>Selector and arguments; the values as <see cref="AbiParameters.Encode"/> takes them.</summary>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public byte[] Encode(params object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return AbiEncoder.Encode(_selector, Inputs.List, arguments);
    }

    /// <summary>The arguments of call data that begins with this function's selector.</summary>
    /// <exception cref="AbiException">Another selector, or not an encoding of these arguments.</exception>
    public AbiValues DecodeArguments(ReadOnlySpan<byte> callData) =>
        callData.StartsWith(_selector)
            ? Inputs.Decode(callData[SelectorSize..])
            : throw new AbiException($"The call data is not a call of {Signature}.");

    /// <summary>The values that a call returned. No bytes (a call of an address without code) are an <see cref="AbiException"/> too.</summary>
    /// <exception cref="AbiException">The bytes are not an encoding of the results.</exception>
    public AbiValues DecodeResult(ReadOnlySpan<byte> data) => Outputs.Decode(data);
}
