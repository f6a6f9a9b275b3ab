using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Proposals;
using Governance.Tallies;
using Microsoft.Data.Sqlite;

namespace Governance.Tests.Exports;

public sealed class ExportFileTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFileAtASize_IsTheSame_HoweverTheLedgerGrows_AndSoIsEveryRangeOfIt()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal, 300);
        ExportFile[] files = [portal.Get<ExportVotesCsv>().Open(proposal), portal.Get<ExportVotesNdjson>().Open(proposal), portal.Get<ExportBundle>().Open(proposal)!];
        var before = new List<(byte[] Bytes, ExportOutline Outline)>();
        foreach (var file in files)
        {
            using var output = new MemoryStream();
            before.Add((default!, await file.WriteAsync(output, Ct)));
            before[^1] = (output.ToArray(), before[^1].Outline);
        }

        var later = await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 2, reason: "later"));
        long size = later.Message.Idx;
        // The bundle's claim is the count of now, so only its votes' files can be opened again at the old size.
        portal.Get<ExportBundle>().Open(proposal, size).ShouldBeNull();
        var again = new[] { portal.Get<ExportVotesCsv>().Open(proposal, size), portal.Get<ExportVotesNdjson>().Open(proposal, size) };
        portal.Get<ExportVotesCsv>().Open(proposal).ETag.ShouldNotBe(files[0].ETag);
        for (int i = 0; i < 2; i++)
        {
            again[i].ETag.ShouldBe(files[i].ETag);
            using var output = new MemoryStream();
            await again[i].WriteAsync(output, Ct);
            output.ToArray().ShouldBe(before[i].Bytes);
        }

        for (int i = 0; i < files.Length; i++)
        {
            var (bytes, outline) = before[i];
            outline.Length.ShouldBe(bytes.Length);
            outline.Sha256.ShouldBe(SHA256.HashData(bytes));
            outline.Marks.Count.ShouldBeGreaterThan(2, "the file must have several pieces for its ranges to mean anything");
            foreach (var (from, to) in Ranges(bytes.Length, outline))
            {
                using var output = new MemoryStream();
                await (i < 2 ? again[i] : files[i]).WriteRangeAsync(outline, from, to, output, Ct);
                output.ToArray().AsSpan().SequenceEqual(bytes.AsSpan((int)from, (int)(to - from + 1))).ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"file {i}, {from} to {to}"));
            }
        }
    }

    [Fact]
    public async Task TheLastLineOfNdjson_CountsAndHashesWhatStandsBeforeIt()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal, 3);
        using var output = new MemoryStream();
        await portal.Get<ExportVotesNdjson>().RunAsync(proposal, output, Ct);
        byte[] bytes = output.ToArray();
        int last = bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n') + 1;
        var end = JsonDocument.Parse(bytes.AsMemory(last)).RootElement.GetProperty("end");
        end.GetProperty("votes").GetInt64().ShouldBe(3);
        end.GetProperty("sha256").GetString().ShouldBe(Hex.Format(SHA256.HashData(bytes.AsSpan(0, last))));
    }

    [Fact]
    public async Task TheSqliteFile_Opens_AddsUpToTheTally_AndIsTheSameEachTime()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await FillAsync(portal, 40);
        byte[] first = await SqliteAsync(portal, proposal), second = await SqliteAsync(portal, proposal);
        second.AsSpan().SequenceEqual(first).ShouldBeTrue();
        Directory.GetFiles(Path.GetTempPath(), "governance-export-*").Length.ShouldBeLessThan(3, "files are deleted when they were read");

        var path = Path.Combine(portal.Folder, "proposal.sqlite");
        await File.WriteAllBytesAsync(path, first, Ct);
        using var file = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        file.Open();
        Query(file, "PRAGMA integrity_check").ShouldBe(["ok"]);
        Query(file, "SELECT COUNT(*) FROM readme").ShouldBe(["8"]);
        Query(file, "SELECT value FROM proposal WHERE name = 'id'").ShouldBe([proposal.Id]);
        Query(file, "SELECT label FROM choices ORDER BY choice").ShouldBe(proposal.Choices);
        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        Query(file, "SELECT voting_power FROM tally WHERE strategy = 0 ORDER BY choice").ShouldBe(tally.Choices.Select(choice => choice.VotingPower.ToString()));
        for (int choice = 1; choice <= proposal.Choices.Count; choice++)
        {
            var counted = Query(file, $"SELECT voting_power FROM votes WHERE superseded = 0 AND choice = '{choice}'").Select(System.Numerics.BigInteger.Parse).Aggregate(System.Numerics.BigInteger.Zero, (sum, power) => sum + power);
            counted.ToString(CultureInfo.InvariantCulture).ShouldBe(tally.Choices[choice - 1].VotingPower.ToString());
            var byStrategy = Query(file, $"SELECT p.voting_power FROM power p JOIN votes v USING (vote) WHERE v.superseded = 0 AND v.choice = '{choice}'").Select(System.Numerics.BigInteger.Parse).Aggregate(System.Numerics.BigInteger.Zero, (sum, power) => sum + power);
            byStrategy.ShouldBe(counted);
        }

        Query(file, "SELECT COUNT(*), SUM(superseded) FROM votes").ShouldBe(["40|37"]);
        Query(file, "SELECT value FROM ledger WHERE name = 'size'").ShouldBe(["42"]);
    }

    private static async Task<byte[]> SqliteAsync(TestPortal portal, Proposal proposal)
    {
        var made = (await portal.Get<ExportSqlite>().RunAsync(proposal, null, Ct)).ShouldNotBeNull();
        await using var content = made.Content;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    }

    private static List<string> Query(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString())));
        return rows;
    }

    private static IEnumerable<(long From, long To)> Ranges(int length, ExportOutline outline)
    {
        yield return (0, length - 1);
        yield return (length - 1, length - 1);
        long mark = outline.Marks[1].Offset;
        yield return (mark, mark);
        yield return (mark - 1, mark + 1);
        var random = new Random(7);
        for (int i = 0; i < 12; i++)
        {
            int from = random.Next(length);
            yield return (from, random.Next(from, length));
        }
    }

    // Three voters who change their minds; long reasons make several pieces of few votes.
    private static async Task<Proposal> FillAsync(TestPortal portal, int votes)
    {
        var proposal = await portal.OpenProposalAsync();
        SigningKey[] voters = [Signers.Alice, Signers.Bob, Signers.Carol];
        for (int i = 0; i < votes; i++)
        {
            string reason = votes > 100 ? new string((char)('a' + (i % 26)), 1_500) : "ü, \"b\"";
            await portal.AcceptAsync(SampleMessages.Vote(portal, voters[i % 3], proposal.Id, 1 + (i % 2), reason: reason));
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        }

        return proposal;
    }
}
