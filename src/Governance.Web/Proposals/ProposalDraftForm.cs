using Governance.Proposals;
using Governance.Spaces;
using Governance.VotingSystems;

namespace Governance.Web.Proposals;

/// <summary>What an author has entered so far, and what is still missing, in sentences.</summary>
public sealed class ProposalDraftForm
{
    private const int MostTitle = 256;
    private const int MostChoice = 256;

    private readonly VotingRules _rules;
    private readonly ProposalLimits _limits;
    private readonly (long Start, long End)? _published;

    public ProposalDraftForm(SpaceSettings settings, ProposalLimits limits, DateTimeOffset now)
    {
        (_rules, _limits) = (settings.Voting, limits);
        VotingSystem = _rules.System ?? "basic";
        Choices = [.. VotingSystem == "basic" ? (string[])["For", "Against", "Abstain"] : ["", ""]];
        Start = _rules.Delay is null ? null : now.AddSeconds(_rules.Delay.Value).UtcDateTime;
        End = now.AddDays(3).UtcDateTime;
    }

    /// <summary>The words of a published proposal, to be changed before voting opens.</summary>
    public ProposalDraftForm(Proposal published, SpaceSettings settings, ProposalLimits limits, DateTimeOffset now) : this(settings, limits, now)
    {
        (Title, Body, Discussion) = (published.Title, published.Body, published.Discussion);
        if (!SystemIsFixed) VotingSystem = published.VotingSystem;
        Choices.Clear();
        Choices.AddRange(published.Choices);
        _published = (published.Start, published.End);
    }

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    public string Discussion { get; set; } = "";

    public string VotingSystem { get; set; }

    public List<string> Choices { get; }

    /// <summary>UTC; null: as soon as it is published.</summary>
    public DateTime? Start { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? End { get; set; }

    public List<MilestoneDraft> Milestones { get; } = [];

    public bool StartIsFixed => _rules.Delay is not null;

    public bool EndIsFixed => _rules.Period is not null;

    public bool SystemIsFixed => _rules.System is not null;

    public int MostBody => _limits.ProposalBodyLength;

    public static IReadOnlyList<string> Systems => [.. VotingSystemRegistry.Names.Order(StringComparer.Ordinal)];

    public void UseSystem(string system)
    {
        VotingSystem = system;
        if (system != "basic") return;
        Choices.Clear();
        Choices.AddRange(["For", "Against", "Abstain"]);
    }

    /// <summary>What must be mended before it can be published; empty when nothing.</summary>
    public IEnumerable<string> Faults(DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(Title)) yield return "Give it a title.";
        if (Title.Length > MostTitle) yield return $"The title has {Title.Length} characters; {MostTitle} are allowed.";
        if (Body.Length > MostBody) yield return $"The text has {Body.Length:N0} characters; {MostBody:N0} are allowed.";
        if (Discussion.Length > 0 && !Uri.TryCreate(Discussion, UriKind.Absolute, out _)) yield return "The link to the discussion is not a web address.";
        if (Choices.Any(string.IsNullOrWhiteSpace)) yield return "Fill in every choice, or remove the empty ones.";
        if (Choices.Any(static choice => choice.Length > MostChoice)) yield return $"A choice has at most {MostChoice} characters.";
        if (Choices.Count < 2) yield return "Offer at least two choices.";
        if (Choices.Count > _limits.ProposalChoices) yield return $"At most {_limits.ProposalChoices} choices are allowed.";
        if (VotingSystem == "basic" && Choices.Count is not (2 or 3)) yield return "Basic voting has For, Against and perhaps Abstain.";
        var (start, end) = Window(now);
        if (end <= start) yield return "Voting must end after it has begun.";
        if (end <= now.ToUnixTimeSeconds()) yield return "Voting must end in the future.";
    }

    /// <param name="snapshot">Number of the block where power is read.</param>
    public ProposalRequest ToRequest(DateTimeOffset now, long snapshot)
    {
        var (start, end) = Window(now);
        return new(Title.Trim(), Body, Discussion.Trim(), [.. Choices.Select(static choice => choice.Trim())], VotingSystem, start, end, snapshot, MilestoneDraft.Plugins(Milestones));
    }

    /// <summary>When voting would end if it were published now, unix seconds.</summary>
    public long EndsAt(DateTimeOffset now) => Window(now).End;

    // A space that fixes delay or period wants them to the second, counted from the signature's own time.
    private (long Start, long End) Window(DateTimeOffset now)
    {
        if (_published is { } window) return window;
        long signed = now.ToUnixTimeSeconds();
        long start = _rules.Delay is { } delay ? signed + delay : Start is { } chosen ? Seconds(chosen) : signed;
        long end = _rules.Period is { } period ? start + period : End is { } last ? Seconds(last) : 0;
        return (start, end);
    }

    private static long Seconds(DateTime utc) => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeSeconds();
}
