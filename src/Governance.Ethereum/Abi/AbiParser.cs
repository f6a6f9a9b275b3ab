using System.Globalization;

namespace Governance.Ethereum;

/// <summary>
/// Reads human signatures: <c>getPastVotes(address account,uint256 timepoint)(uint256)</c>. Names are optional,
/// <c>indexed</c> stands between type and name, tuples are parentheses.
/// </summary>
internal ref struct AbiParser
{
    /// <summary>Types nested deeper, or fixed arrays larger than this, are nobody's contract.</summary>
    internal const int MaxDepth = 16;
    internal const int MaxFixedSize = 1 << 20;
    private const int MaxText = 4096;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    internal AbiParser(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxText) throw new AbiException($"A signature of more than {MaxText} characters.");
        _text = text;
    }

    internal readonly bool IsAtEnd => _at == _text.Length;

    internal string ReadIdentifier()
    {
        int start = _at;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$')) _at++;
        if (_at == start || char.IsAsciiDigit(_text[start])) throw Unexpected("a name");
        return _text[start.._at].ToString();
    }

    /// <summary><c>(type name,…)</c>.</summary>
    internal List<AbiParameter> ReadParameters(int depth = 0)
    {
        if (depth > MaxDepth) throw new AbiException($"A type nested deeper than {MaxDepth}.");
        List<AbiParameter> parameters = [];
        Expect('(');
        SkipSpaces();
        if (TryTake(')')) return parameters;
        do
        {
            parameters.Add(ReadParameter(depth));
        }
        while (TryTake(','));
        Expect(')');
        return parameters;
    }

    internal readonly void ExpectEnd()
    {
        if (!IsAtEnd) throw Unexpected("the end");
    }

    private AbiParameter ReadParameter(int depth)
    {
        SkipSpaces();
        var type = ReadType(depth);
        string? name = null;
        bool isIndexed = false;
        SkipSpaces();
        if (!IsAtEnd && _text[_at] is not (',' or ')')) name = ReadIdentifier();
        if (name == "indexed")
        {
            isIndexed = true;
            SkipSpaces();
            name = !IsAtEnd && _text[_at] is not (',' or ')') ? ReadIdentifier() : null;
        }

        SkipSpaces();
        return new AbiParameter(type, name, isIndexed);
    }

    private AbiType ReadType(int depth)
    {
        var type = !IsAtEnd && _text[_at] == '(' ? ReadTuple(depth) : ReadElementary();
        for (int arrays = 0; TryTake('['); arrays++)
        {
            if (depth + arrays >= MaxDepth) throw new AbiException($"A type nested deeper than {MaxDepth}.");
            type = AbiType.ArrayOf(type, ReadLength());
        }

        return type;
    }

    private AbiType ReadTuple(int depth)
    {
        var components = ReadParameters(depth + 1);
        // An empty tuple takes no bytes, so an array of them could claim any length.
        return components.Count == 0 ? throw new AbiException("An empty tuple.") : AbiType.TupleOf(components);
    }

    private AbiType ReadElementary()
    {
        string name = ReadIdentifier();
        return AbiType.Elementary(name) ?? throw new AbiException($"'{name}' is not an ABI type.");
    }

    private int? ReadLength()
    {
        int start = _at;
        while (!IsAtEnd && char.IsAsciiDigit(_text[_at])) _at++;
        var digits = _text[start.._at];
        Expect(']');
        if (digits.IsEmpty) return null;
        bool isLength = digits[0] != '0' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length <= MaxFixedSize;
        return isLength ? int.Parse(digits, CultureInfo.InvariantCulture) : throw new AbiException($"'{digits}' is not the length of an array.");
    }

    private void SkipSpaces()
    {
        while (!IsAtEnd && _text[_at] == ' ') _at++;
    }

    private bool TryTake(char wanted)
    {
        if (IsAtEnd || _text[_at] != wanted) return false;
        _at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!TryTake(wanted)) throw Unexpected($"'{wanted}'");
    }

    private readonly AbiException Unexpected(string wanted) => new($"'{_text}' lacks {wanted} at character {_at + 1}.");
}
