using System.Text;

namespace Governance.Exports;

/// <summary>Rows of RFC 4180: commas, CRLF, quotes doubled. A cell that a spreadsheet would take for a formula is data here.</summary>
public static class CsvText
{
    private static readonly char[] Quoted = [',', '"', '\r', '\n'];

    public static void AppendRow(StringBuilder row, params ReadOnlySpan<string> cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0) row.Append(',');
            Append(row, cells[i]);
        }

        row.Append("\r\n");
    }

    // OWASP: a leading = + - @, tab or line break starts a formula in some spreadsheet; an apostrophe before it makes it text.
    // An apostrophe that a voter wrote before such a sign gets another, so that taking one away gives back what was written.
    private static void Append(StringBuilder row, string cell)
    {
        bool guarded = IsFormula(cell.AsSpan().TrimStart('\''));
        if (cell.AsSpan().IndexOfAny(Quoted) < 0)
        {
            row.Append(guarded ? "'" : "").Append(cell);
            return;
        }

        row.Append(guarded ? "\"'" : "\"").Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    // Full-width signs too: spreadsheets of some languages read them as the plain ones.
    private static bool IsFormula(ReadOnlySpan<char> cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
}
