using System.Buffers;
using System.Globalization;
using System.Text;
using Governance.Ethereum;

namespace Governance.Exports;

/// <summary>
/// Rows of RFC 4180 in UTF-8: commas, CRLF, quotes doubled. A cell that a spreadsheet would take for a formula is data here. Written into one buffer,
/// because a million rows made of a dozen texts each are more work to clear away than to write.
/// </summary>
public sealed class CsvText(ArrayBufferWriter<byte> output)
{
    private const int MomentLength = 20;

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private bool _isFirst = true;

    /// <summary>Any text. A lone surrogate becomes U+FFFD.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Separate();
        bool isQuoted = text.ContainsAny(Quoted);
        if (isQuoted) output.Write("\""u8);
        // OWASP: a leading = + - @, tab or line break starts a formula in some spreadsheet; an apostrophe before it makes it text.
        // An apostrophe that a voter wrote before such a sign gets another, so that taking one away gives back what was written.
        if (IsFormula(text.TrimStart('\''))) output.Write("'"u8);
        for (int quote; (quote = text.IndexOf('"')) >= 0; text = text[(quote + 1)..])
        {
            Encoding.UTF8.GetBytes(text[..(quote + 1)], output);
            output.Write("\""u8);
        }

        Encoding.UTF8.GetBytes(text, output);
        if (isQuoted) output.Write("\""u8);
    }

    public void Add(in Hash32 hash)
    {
        Separate();
        output.Write(hash);
    }

    public void Add(in Address address)
    {
        Separate();
        address.Format(output.GetSpan(Address.TextLength)[..Address.TextLength]);
        output.Advance(Address.TextLength);
    }

    /// <summary>Base units.</summary>
    public void Add(in VotingPower power)
    {
        Separate();
        output.Advance(power.Format(output.GetSpan(VotingPower.MaxDigits)));
    }

    /// <summary>In token units: the same digits with a point among them.</summary>
    public void Add(in VotingPower power, int decimals)
    {
        Separate();
        Span<byte> digits = stackalloc byte[VotingPower.MaxDigits];
        digits = digits[..power.Format(digits)];
        int whole = Math.Max(0, digits.Length - decimals);
        output.Write(whole == 0 ? "0"u8 : digits[..whole]);
        var places = digits[whole..].TrimEnd((byte)'0');
        if (places.IsEmpty) return;
        output.Write("."u8);
        int zeros = Math.Max(0, decimals - digits.Length);
        output.GetSpan(zeros)[..zeros].Fill((byte)'0');
        output.Advance(zeros);
        output.Write(places);
    }

    public void Add(long number)
    {
        Separate();
        output.Write(number);
    }

    /// <summary>RFC 3339, UTC, to the second.</summary>
    public void Add(DateTimeOffset moment)
    {
        Separate();
        moment.UtcDateTime.TryFormat(output.GetSpan(MomentLength), out int letters, "s", CultureInfo.InvariantCulture);
        output.Advance(letters);
        output.Write("Z"u8);
    }

    public void EndRow()
    {
        output.Write("\r\n"u8);
        _isFirst = true;
    }

    private void Separate()
    {
        if (!_isFirst) output.Write(","u8);
        _isFirst = false;
    }

    // Full-width signs too: spreadsheets of some languages read them as the plain ones.
    private static bool IsFormula(ReadOnlySpan<char> cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
}
