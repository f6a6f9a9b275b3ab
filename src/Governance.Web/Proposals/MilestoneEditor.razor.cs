using Governance.Chains;
using Governance.Milestones;
using Governance.Web.Elements;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>The milestones of a proposal that is being written, and what their chains say of them now.</summary>
public sealed partial class MilestoneEditor(ChainRegistry chains, CheckMilestones check, TimeProvider clock)
{
    private static readonly TimeSpan AfterTheVote = TimeSpan.FromDays(30);

    [Parameter, EditorRequired] public ProposalDraftForm Form { get; set; } = null!;

    private List<MilestoneDraft> Drafts => Form.Milestones;

    private IReadOnlyList<string>? Answers { get; set; }

    private string? Fault { get; set; }

    private bool Checking { get; set; }

    /// <summary>Why the milestones can not be published; null: they can.</summary>
    public async Task<string?> CheckAsync()
    {
        if (Drafts.Count == 0) return Fault = null;
        var outcome = await check.RunAsync(MilestoneDraft.Plugins(Drafts), Form.EndsAt(clock.GetUtcNow()), CancellationToken.None);
        Answers = outcome.Rejection is null ? [.. outcome.Value.Select(Said)] : null;
        return Fault = outcome.Rejection?.Explanation;
    }

    private async Task CheckNowAsync()
    {
        Checking = true;
        await CheckAsync();
        Checking = false;
    }

    private static string Said(CheckedMilestone milestone)
    {
        string block = $"Asked at block {TokenFormat.Grouped(milestone.At.Number)}";
        return milestone.Holds switch
        {
            true => $"{block}: it answers {milestone.Value}. It is met already.",
            false => $"{block}: it answers {milestone.Value}. It is not met yet.",
            _ => $"{block}: the contract is there. Only what it says after publication counts.",
        };
    }

    private void Add()
    {
        var ends = DateTimeOffset.FromUnixTimeSeconds(Form.EndsAt(clock.GetUtcNow()));
        Drafts.Add(new MilestoneDraft { Chain = chains.List()[0].Client.ChainId, By = (ends + AfterTheVote).UtcDateTime.Date });
        (Answers, Fault) = (null, null);
    }

    private void Remove(int at)
    {
        Drafts.RemoveAt(at);
        (Answers, Fault) = (null, null);
    }

    private static string Id(string name, int at) => $"milestone-{at + 1}-{name}";
}
