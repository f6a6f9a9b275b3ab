using System.Text.Json;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>One compiled contract of ours, from artifacts/*.json, which are part of this assembly.</summary>
public sealed class ContractArtifact
{
    private readonly byte[] _bytecode;
    private readonly AbiParameters _constructor;

    private ContractArtifact(string name, byte[] bytecode, AbiParameters constructor, string abi)
    {
        Name = name;
        _bytecode = bytecode;
        _constructor = constructor;
        Abi = abi;
    }

    public string Name { get; }

    /// <summary>The contract's ABI as JSON.</summary>
    public string Abi { get; }

    /// <summary>Reads the artifact of the contract of this name.</summary>
    /// <exception cref="DevChainException">There is no such contract.</exception>
    public static ContractArtifact Load(string name)
    {
        using var stream = typeof(ContractArtifact).Assembly.GetManifestResourceStream($"artifacts/{name}.json")
            ?? throw new DevChainException($"There is no artifact of a contract {name}.");
        using var json = JsonDocument.Parse(stream);
        var abi = json.RootElement.GetProperty("abi");
        byte[] bytecode = Hex.Parse(json.RootElement.GetProperty("bytecode").GetString()!);
        return new ContractArtifact(name, bytecode, ConstructorOf(abi), abi.GetRawText());
    }

    /// <summary>What creates the contract: its bytecode and the constructor's arguments, as <see cref="AbiParameters.Encode"/> takes them.</summary>
    /// <exception cref="AbiException">The arguments do not fit the constructor.</exception>
    public byte[] CreationCode(params object[] arguments) => [.. _bytecode, .. _constructor.Encode(arguments)];

    private static AbiParameters ConstructorOf(JsonElement abi)
    {
        var inputs = abi.EnumerateArray()
            .Where(entry => entry.GetProperty("type").GetString() == "constructor")
            .SelectMany(entry => entry.GetProperty("inputs").EnumerateArray());
        return AbiParameters.Parse($"({string.Join(',', inputs.Select(input => input.GetProperty("type").GetString()))})");
    }
}
