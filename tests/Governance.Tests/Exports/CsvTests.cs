using System.Buffers;
using System.Text;
using CsvHelper;
using Governance.Clients;
using Governance.Exports;
using Governance.Proposals;

namespace Governance.Tests.Exports;

public sealed class CsvTests
{
    private static readonly string[] Pieces = ["=", "+", "-", "@", "\t", "\r", "\n", "\"", ",", "'", " ", "a", "1", "é", "日", "＝", "🗳", "cmd|' /C calc'!A0", "\r\n"];

    [Fact]
    public async Task Export_HasEveryVoteWithAllItsColumns()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync("basic", ["=For", "Against", "Abstain"]);
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        var last = await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 2, reason: "=1+1, \"so\"\r\nthen"));

        var rows = Parse(await ExportAsync(portal, proposal));
        rows[0].ShouldBe(["id", "voter", "choice", "choice 1: =For", "choice 2: Against", "choice 3: Abstain", "voting_power", "voting_power_base_units",
            "base_units 1: whitelist-weighted", "signature", "time", "ledger_index", "superseded", "transaction", "block", "reason"]);
        rows.Count.ShouldBe(3);
        rows[1][12].ShouldBe("true");
        rows[2][..9].ShouldBe([last.Message.Id.ToString(), Signers.Bob.Address.ToString(), "2", "", "1", "", "60.5", "605", "605"]);
        rows[2][9].Length.ShouldBe(132);
        rows[2][10..].ShouldBe(["2026-05-28T20:26:41Z", "3", "false", "", "", "'=1+1, \"so\"\r\nthen"]);
    }

    [Fact]
    public async Task AThousandRandomRows_RoundTrip_ThroughThreeReaders_AndNoCellIsAFormula()
    {
        var random = new Random(4180);
        string[][] rows = [.. Enumerable.Range(0, 1_000).Select(_ => RandomRow(random))];
        string text = Csv(rows);

        var read = Parse(text);
        read.SelectMany(row => row).ShouldAllBe(cell => cell.Length == 0 || !"=+-@\t\r\n＝＋－＠".Contains(cell[0]));
        RequireSame(read, rows);
        RequireSame(ReadByLibrary(text), rows);
        var byNode = await NodeClients.RunAsync("csv.mjs", [], text, TestContext.Current.CancellationToken);
        RequireSame([.. byNode.Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray())], rows);
    }

    [Theory]
    [InlineData("0", 18, "0")]
    [InlineData("1", 18, "0.000000000000000001")]
    [InlineData("500000000000000000", 18, "0.5")]
    [InlineData("1000000000000000000", 18, "1")]
    [InlineData("1050000000000000000", 18, "1.05")]
    [InlineData("60500", 0, "60500")]
    [InlineData("100", 2, "1")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639935", 18, "115792089237316195423570985008687907853269984665640564039457.584007913129639935")]
    public void Power_IsWrittenInTokenUnitsAndInBaseUnits(string units, int decimals, string tokens)
    {
        VotingPower.TryParse(units, out var power).ShouldBeTrue();
        var bytes = new ArrayBufferWriter<byte>();
        var csv = new CsvText(bytes);
        csv.Add(power, decimals);
        csv.Add(power);
        csv.EndRow();
        Encoding.UTF8.GetString(bytes.WrittenSpan).ShouldBe($"{tokens},{units}\r\n");
    }

    private static string Csv(string[][] rows)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var csv = new CsvText(bytes);
        foreach (var row in rows)
        {
            foreach (string cell in row) csv.Add(cell);
            csv.EndRow();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // A row of one empty cell is an empty line, which readers may leave out: no export has such rows.
    private static string[] RandomRow(Random random) =>
        [.. Enumerable.Range(0, random.Next(2, 7)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pieces[random.Next(Pieces.Length)])))];

    private static void RequireSame(List<string[]> read, string[][] written)
    {
        read.Count.ShouldBe(written.Length);
        for (int i = 0; i < written.Length; i++) read[i].Select(Unguarded).ShouldBe(written[i], $"row {i}");
    }

    private static List<string[]> ReadByLibrary(string text)
    {
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, SkipEmptyLines = false, Mode = CsvMode.Rfc4180 });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())]);
        return rows;
    }

    private static async Task<string> ExportAsync(TestPortal portal, Proposal proposal)
    {
        using var output = new MemoryStream();
        await portal.Get<ExportVotesCsv>().RunAsync(proposal, output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    // One apostrophe before a sign is ours.
    private static string Unguarded(string cell) => cell.StartsWith('\'') && cell.TrimStart('\'') is [var first, ..] && "=+-@\t\r\n＝＋－＠".Contains(first) ? cell[1..] : cell;

    // RFC 4180, section 2, read strictly.
    private static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            var cell = new StringBuilder();
            if (text[at] == '"')
            {
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at += text[at] == '"' ? 2 : 1) cell.Append(text[at]);
                at++;
            }
            else
            {
                for (; text[at] is not (',' or '\r'); at++) cell.Append(text[at] is not '"' and not '\n' ? text[at] : throw new FormatException("a bare quote or line feed"));
            }

            row.Add(cell.ToString());
            if (text[at] == ',')
            {
                at++;
                if (at == text.Length) throw new FormatException("no end");
                continue;
            }

            if (text[at] != '\r' || text[at + 1] != '\n') throw new FormatException("a row ends in CRLF");
            at += 2;
            rows.Add([.. row]);
            row.Clear();
        }

        return rows;
    }
}
