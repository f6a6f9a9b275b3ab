using System.Collections;
using System.Numerics;

namespace Governance.Ethereum;

/// <summary>Decoded values in order, by position or by the name that the signature gave.</summary>
public sealed class AbiValues : IReadOnlyList<object>
{
    private readonly IReadOnlyList<AbiParameter> _parameters;
    private readonly object[] _values;

    internal AbiValues(IReadOnlyList<AbiParameter> parameters, object[] values)
    {
        _parameters = parameters;
        _values = values;
    }

    public int Count => _values.Length;

    public object this[int index] => _values[index];

    /// <summary>The value of the parameter of this name.</summary>
    /// <exception cref="ArgumentException">The signature has no such name.</exception>
    public object this[string name] => _values[IndexOf(name)];

    public Address Address(int index) => (Address)_values[index];

    public Address Address(string name) => Address(IndexOf(name));

    public BigInteger Integer(int index) => (BigInteger)_values[index];

    public BigInteger Integer(string name) => Integer(IndexOf(name));

    public bool Boolean(int index) => (bool)_values[index];

    public bool Boolean(string name) => Boolean(IndexOf(name));

    public Hash32 Hash(int index) => (Hash32)_values[index];

    public Hash32 Hash(string name) => Hash(IndexOf(name));

    public byte[] Bytes(int index) => (byte[])_values[index];

    public byte[] Bytes(string name) => Bytes(IndexOf(name));

    public string Text(int index) => (string)_values[index];

    public string Text(string name) => Text(IndexOf(name));

    public AbiValues Tuple(int index) => (AbiValues)_values[index];

    public AbiValues Tuple(string name) => Tuple(IndexOf(name));

    /// <summary>The elements of an array, each of the type that its values decode to.</summary>
    public IReadOnlyList<T> List<T>(int index) => [.. ((object[])_values[index]).Cast<T>()];

    public IReadOnlyList<T> List<T>(string name) => List<T>(IndexOf(name));

    public IEnumerator<object> GetEnumerator() => ((IEnumerable<object>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name)
    {
        for (int i = 0; i < _parameters.Count; i++)
            if (_parameters[i].Name == name) return i;
        throw new ArgumentException($"No parameter is named '{name}'.", nameof(name));
    }
}
