using System.Text.Json;
using Governance.Messages;

namespace Governance.Proposals;

/// <summary>The fields of a signed proposal within Snapshot's limits (snapshot.js src/schemas/proposal.json); the space's own rules come after.</summary>
internal sealed record ProposalDraft(
    string Title, string Body, string Discussion, IReadOnlyList<string> Choices, string VotingSystem, long Start, long End, long Snapshot,
    IReadOnlyList<string> Labels, string Plugins, string Privacy, string App)
{
    private const long EarliestTime = 1_000_000_000;

    // Snapshot's schema fails after 2033; ours allows dates up to the year 9999.
    private const long LatestTime = 253_402_300_799;

    /// <summary>Null and a sentence where a field is missing or outside its limits.</summary>
    public static ProposalDraft? Read(Envelope envelope, out string fault)
    {
        fault = ContentFaults(envelope).Concat(TimeFaults(envelope)).FirstOrDefault() ?? "";
        return fault.Length > 0 ? null : Of(envelope);
    }

    /// <summary>What is wrong with what a proposal says, its times aside; null when nothing is.</summary>
    public static string? ContentFaultOf(Envelope envelope) => ContentFaults(envelope).FirstOrDefault();

    /// <summary>A change of a published proposal: its times, its block and its app are those that it has.</summary>
    public static ProposalDraft OfUpdate(Envelope envelope, Proposal published) => new(
        envelope.Text("title")!, envelope.Text("body")!, envelope.Text("discussion") ?? "", Texts(envelope, "choices")!, envelope.Text("type")!,
        published.Start, published.End, published.Snapshot,
        Texts(envelope, "labels") ?? [], envelope.Text("plugins") ?? "{}", envelope.Text("privacy") ?? "", published.Rules.App);

    private static ProposalDraft Of(Envelope envelope) => new(
        envelope.Text("title")!, envelope.Text("body")!, envelope.Text("discussion") ?? "", Texts(envelope, "choices")!, envelope.Text("type")!,
        envelope.Number("start")!.Value, envelope.Number("end")!.Value, envelope.Number("snapshot")!.Value,
        Texts(envelope, "labels") ?? [], envelope.Text("plugins") ?? "{}", envelope.Text("privacy") ?? "", envelope.Text("app") ?? "");

    private static IEnumerable<string> ContentFaults(Envelope envelope)
    {
        if (envelope.Text("title") is not { Length: >= 1 and <= 256 }) yield return "The title must have 1 to 256 characters.";
        if (envelope.Text("body") is null) yield return "The text is missing.";
        if (envelope.Text("discussion") is { Length: > 256 }) yield return "The link to the discussion has more than 256 characters.";
        if (Texts(envelope, "choices") is not { Count: >= 1 } choices) yield return "At least one choice is needed.";
        else if (choices.Any(choice => choice.Length is 0 or > 256)) yield return "Each choice must have 1 to 256 characters.";
        if (envelope.Text("type") is null) yield return "The voting system is missing.";
        if (!AreLabels(envelope)) yield return "At most 10 different labels of 1 to 8 letters and digits are allowed.";
        if (envelope.Text("app") is { Length: > 24 }) yield return "The app's name has more than 24 characters.";
        if (!IsJsonObject(envelope.Text("plugins"))) yield return "The plugins must be JSON text of an object.";
    }

    private static IEnumerable<string> TimeFaults(Envelope envelope)
    {
        if (!IsTime(envelope.Number("start")) || !IsTime(envelope.Number("end"))) yield return "Start and end must be times in whole seconds since 1970.";
        else if (envelope.Number("end") <= envelope.Number("start")) yield return "The end of voting must be later than its start.";
        if (envelope.Number("snapshot") is not >= 0) yield return "The snapshot must be a block number.";
    }

    private static bool IsTime(long? seconds) => seconds is >= EarliestTime and <= LatestTime;

    private static bool AreLabels(Envelope envelope)
    {
        if (!envelope.Message.TryGetProperty("labels", out _)) return true;
        return Texts(envelope, "labels") is { Count: <= 10 } labels
            && labels.All(label => label.Length is >= 1 and <= 8 && label.All(char.IsAsciiLetterOrDigit))
            && labels.Distinct(StringComparer.Ordinal).Count() == labels.Count;
    }

    private static bool IsJsonObject(string? text)
    {
        if (string.IsNullOrEmpty(text)) return true;
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<string>? Texts(Envelope envelope, string name)
    {
        if (!envelope.Message.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array) return null;
        var texts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return null;
            texts.Add(item.GetString()!);
        }

        return texts;
    }
}
