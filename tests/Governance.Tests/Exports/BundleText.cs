using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Audit;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;

namespace Governance.Tests.Exports;

/// <summary>A bundle as somebody with an editor sees it: lines to alter, and the hashes that a careful forger puts right again.</summary>
internal sealed class BundleText(IEnumerable<string> lines)
{
    public List<string> Lines { get; } = [.. lines];

    public static async Task<BundleText> ExportAsync(TestPortal portal, Proposal proposal)
    {
        using var output = new MemoryStream();
        await portal.Get<ExportBundle>().RunAsync(proposal, output, TestContext.Current.CancellationToken);
        return new(Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n'));
    }

    public byte[] Bytes => Encoding.UTF8.GetBytes(string.Join('\n', Lines) + "\n");

    public AuditReport Audit() => BundleAudit.Run(new MemoryStream(Bytes));

    /// <summary>The line of the nth vote, from 0.</summary>
    public int Vote(int n) => Lines.Select((line, i) => (line, i)).Where(l => l.line.Contains("\\nvote\\n", StringComparison.Ordinal)).ElementAt(n).i;

    public int Of(string start) => Lines.FindIndex(line => line.StartsWith($"{{\"{start}\"", StringComparison.Ordinal));

    public int OfKind(string kind) => Lines.FindIndex(line => line.Contains($"\\n{kind}\\n", StringComparison.Ordinal));

    public void Replace(int line, string old, string other)
    {
        Lines[line].ShouldContain(old);
        Lines[line] = Lines[line].Replace(old, other, StringComparison.Ordinal);
    }

    /// <summary>Changes the nth field of a leaf's entry (0 is its version).</summary>
    public void Entry(int line, int field, Func<string, string> change)
    {
        var json = JsonNode.Parse(Lines[line])!;
        var fields = json["entry"]!.GetValue<string>().Split('\n');
        fields[field] = change(fields[field]);
        json["entry"] = string.Join('\n', fields);
        Put(line, json);
    }

    /// <summary>Changes the envelope as JSON text.</summary>
    public void Envelope(int line, string old, string other) => Replace(line, old, other);

    /// <summary>Makes envelope, id, CID and leaf of a line agree again, as a forger who can hash would.</summary>
    public void Mend(int line, bool withId = false)
    {
        string envelope = EnvelopeText(line);
        if (withId)
        {
            var id = Governance.Messages.Envelope.ReadStored(Encoding.UTF8.GetBytes(envelope)).Id.ToString();
            Entry(line, 2, _ => id);
            Lines[line] = Lines[line].Replace(EnvelopeText(line), System.Text.RegularExpressions.Regex.Replace(EnvelopeText(line), "\"hash\":\"0x[0-9a-f]{64}\"", $"\"hash\":\"{id}\""), StringComparison.Ordinal);
            envelope = EnvelopeText(line);
        }

        Entry(line, 6, _ => Cid.OfRaw(Encoding.UTF8.GetBytes(envelope)));
        var json = JsonNode.Parse(Lines[line])!;
        json["leaf"] = LedgerLeaf.Hash(Encoding.UTF8.GetBytes(json["entry"]!.GetValue<string>())).ToString();
        Put(line, json);
    }

    /// <summary>Puts the counts and the hash of the end right.</summary>
    public BundleText Close()
    {
        int end = Of("end");
        if (end < 0) return this;
        byte[] before = Encoding.UTF8.GetBytes(string.Concat(Lines.Take(end).Select(line => line + "\n")));
        int messages = Lines.Count(line => line.StartsWith("{\"leaf\"", StringComparison.Ordinal)), votes = Lines.Count(line => line.Contains("\\nvote\\n", StringComparison.Ordinal));
        Lines[end] = string.Create(CultureInfo.InvariantCulture, $"{{\"end\":{{\"messages\":{messages},\"votes\":{votes},\"sha256\":\"{Hex.Format(SHA256.HashData(before))}\"}}}}");
        return this;
    }

    public string EnvelopeText(int line)
    {
        int start = Lines[line].IndexOf("\"envelope\":", StringComparison.Ordinal) + "\"envelope\":".Length;
        return Lines[line][start..^1];
    }

    private void Put(int line, JsonNode json)
    {
        var envelope = EnvelopeText(line);
        json.AsObject().Remove("envelope");
        Lines[line] = json.ToJsonString(BundleFormat.Json)[..^1] + ",\"envelope\":" + envelope + "}";
    }
}
