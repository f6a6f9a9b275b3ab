namespace Governance.Ethereum;

/// <summary>A contract event: the hash that its logs carry as first topic, and the decoding of their topics and data.</summary>
public sealed class AbiEvent
{
    private readonly AbiParameter[] _indexed;
    private readonly AbiParameter[] _inData;

    private AbiEvent(string name, AbiParameters parameters)
    {
        Name = name;
        Parameters = parameters;
        Signature = name + parameters.Signature;
        Topic0 = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(Signature));
        _indexed = [.. parameters.List.Where(parameter => parameter.IsIndexed)];
        _inData = [.. parameters.List.Where(parameter => !parameter.IsIndexed)];
        if (_indexed.Length > 3) throw new AbiException($"{Signature} has more than three indexed parameters.");
    }

    public string Name { get; }

    public AbiParameters Parameters { get; }

    /// <summary>The canonical signature, for example <c>Transfer(address,address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The hash of the signature.</summary>
    public Hash32 Topic0 { get; }

    /// <summary>Reads <c>VoteCast(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason)</c>.</summary>
    /// <exception cref="AbiException">The text is no such signature.</exception>
    public static AbiEvent Parse(string text)
    {
        var parser = new AbiParser(text);
        string name = parser.ReadIdentifier();
        var parameters = new AbiParameters(parser.ReadParameters());
        parser.ExpectEnd();
        return new AbiEvent(name, parameters);
    }

    /// <summary>
    /// The values in the order of the signature, decoded as <see cref="AbiParameters.Decode"/> does. An indexed array, tuple, string or bytes
    /// is only its hash on the chain and comes as <see cref="Hash32"/>.
    /// </summary>
    /// <exception cref="AbiException">Another event (same signature with other indexing too), or not an encoding of these parameters.</exception>
    public AbiValues Decode(IReadOnlyList<Hash32> topics, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(topics);
        if (topics.Count == 0 || topics[0] != Topic0) throw new AbiException($"The log is not a {Name}.");
        if (topics.Count != 1 + _indexed.Length) throw new AbiException($"{topics.Count} topics where {Name} has {1 + _indexed.Length}.");
        var inData = AbiDecoder.Decode(_inData, data);
        var values = new object[Parameters.List.Count];
        int topic = 1;
        int member = 0;
        for (int i = 0; i < values.Length; i++)
            values[i] = Parameters.List[i].IsIndexed ? DecodeTopic(Parameters.List[i].Type, topics[topic++]) : inData[member++];
        return new AbiValues(Parameters.List, values);
    }

    private static object DecodeTopic(AbiType type, Hash32 topic) =>
        type.Kind is AbiKind.Bytes or AbiKind.Text or AbiKind.Array or AbiKind.Tuple ? topic : AbiDecoder.DecodeAtom(type, topic.Bytes);
}
