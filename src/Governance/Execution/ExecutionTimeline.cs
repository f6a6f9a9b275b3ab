using Governance.Chains;
using Governance.Proposals;

namespace Governance.Execution;

/// <summary>Tells a governor proposal's way in steps, from its facts alone.</summary>
internal sealed class ExecutionTimeline
{
    private readonly GovernorFacts _facts;
    private readonly Timepoints _times;
    private readonly ProposalState _state;
    private readonly ExecutionEvent? _cancellation;
    private readonly List<ExecutionStep> _steps = [];

    private ExecutionTimeline(GovernorFacts facts, Timepoints times)
    {
        (_facts, _times, _state) = (facts, times, GovernorState.Of(facts));
        _cancellation = _state == ProposalState.Canceled ? facts.First(ExecutionEventKind.ProposalCanceled) ?? facts.Operation?.Ended : null;
    }

    public static ProposalExecution Of(GovernorFacts facts, Timepoints times)
    {
        var timeline = new ExecutionTimeline(facts, times);
        timeline.Tell();
        timeline.AddControlChanges();
        var next = timeline._steps.FirstOrDefault(step => step.Progress == StepProgress.Next);
        return new ProposalExecution(
            timeline._state, facts.Governor, facts.Parts, facts.Operation, timeline._steps,
            next is null ? null : new NextStep(next.Kind, WhoDoes(next.Kind), next.Due, next.IsEstimate),
            times.EndOf(facts.Proposal.Start).At, times.EndOf(facts.Proposal.End).At) { Head = facts.Cursor.Head, Control = GovernorControl.Of(facts.Governor, facts.ControlEvents) };
    }

    private void Tell()
    {
        _steps.Add(Done(StepKind.Created, $"Proposed on chain, with {Actions(_facts.Parts.Actions.Count)}.", _facts.Parts.Created) with { Actor = _facts.Proposal.Author });
        if (!CanceledBefore(_facts.Proposal.Start)) Vote();
        if (_cancellation is null && _state != ProposalState.Defeated) CarryOut();
        else if (_cancellation is not null) Cancel(_cancellation);
    }

    private void Vote()
    {
        AddTimepoint(StepKind.VotingOpens, _facts.Proposal.Start, StepProgress.Next, "Voting opens.", "Voting opened.");
        foreach (var e in _facts.Events.Where(e => e.Kind == ExecutionEventKind.ProposalExtended))
            _steps.Add(Done(StepKind.VotingExtended, "The quorum was reached late, so voting was extended.", e.Fact) with { Actor = e.Actor, Timepoint = e.Amount });
        if (CanceledBefore(_facts.Proposal.End)) return;
        bool isDecided = _state is not (ProposalState.Pending or ProposalState.Active);
        if (isDecided && _facts.Proposal.End >= _facts.Now)
        {
            _steps.Add(new(StepKind.Succeeded, StepProgress.Done, "So much power was for it (the super quorum) that the vote ended before its time."));
            return;
        }

        AddTimepoint(StepKind.VotingCloses, _facts.Proposal.End, _state == ProposalState.Pending ? StepProgress.Later : StepProgress.Next, "Voting ends.", "Voting ended.");
        if (!isDecided) return;
        var outcome = ProposalOutcome.Of(_facts.Proposal, _facts.Tally);
        bool passed = _state != ProposalState.Defeated;
        _steps.Add(new(passed ? StepKind.Succeeded : StepKind.Defeated, passed ? StepProgress.Done : StepProgress.Failed, outcome.Reason, _times.EndOf(_facts.Proposal.End).At, Timepoint: _facts.Proposal.End));
    }

    private void CarryOut()
    {
        var queued = _facts.Queued;
        if (_facts.Governor.Timelock is not null || queued is not null) WaitInTimelock(queued);
        if (_state == ProposalState.Executed) Execute();
        else if (_state == ProposalState.Expired) _steps.Add(new(StepKind.Expired, StepProgress.Failed, "Nobody executed it in time: the timelock takes it no more.", _facts.Expires));
        else _steps.Add(new(StepKind.Executed, Due() is { } due && due <= Now ? StepProgress.Next : StepProgress.Later, CarriedOut(), Due: Due()));
    }

    private void WaitInTimelock(ExecutionEvent? queued)
    {
        if (queued is null)
        {
            if (_state == ProposalState.Executed) return;
            bool now = _state == ProposalState.Succeeded;
            _steps.Add(new(StepKind.Queued, now ? StepProgress.Next : StepProgress.Later, "It is put into the timelock, where everybody can see for a while what will be done.", Due: now ? Now : null));
            _steps.Add(new(StepKind.Ready, StepProgress.Later, "The timelock's waiting time has passed."));
            return;
        }

        var eta = DateTimeOffset.FromUnixTimeSeconds(queued.Amount ?? 0);
        _steps.Add(Done(StepKind.Queued, "It was put into the timelock.", queued.Fact) with { Actor = queued.Actor });
        // Executed means that it was ready, whatever the eta said.
        _steps.Add(eta <= Now || _state == ProposalState.Executed
            ? new(StepKind.Ready, StepProgress.Done, "The timelock's waiting time has passed.", eta)
            : new(StepKind.Ready, StepProgress.Next, "The timelock's waiting time runs.", Due: eta));
    }

    // The earliest is the step's due time; of the latest only the sentence speaks.
    private string CarriedOut() =>
        _facts.Expires is { } last ? $"Its actions are carried out, before {last.UtcDateTime.ToString("d MMMM yyyy HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)} UTC: then it expires." : "Its actions are carried out.";

    // A governor without timelock executes what has succeeded at once.
    private DateTimeOffset? Due() => _state switch
    {
        ProposalState.Queued => DateTimeOffset.FromUnixTimeSeconds(_facts.Queued?.Amount ?? 0),
        ProposalState.Succeeded when _facts.Governor.Timelock is null => _times.EndOf(_facts.Proposal.End).At ?? Now,
        _ => null,
    };

    private void Execute()
    {
        var byGovernor = _facts.First(ExecutionEventKind.ProposalExecuted);
        var evidence = byGovernor ?? _facts.Operation!.Ended!;
        _steps.Add(Done(StepKind.Executed, byGovernor is null ? "Its actions were carried out directly at the timelock, past the governor." : "Its actions were carried out.", evidence.Fact) with { Actor = evidence.Actor });
    }

    private void Cancel(ExecutionEvent cancellation)
    {
        if (_facts.Queued is { } queued) _steps.Add(Done(StepKind.Queued, "It was put into the timelock.", queued.Fact) with { Actor = queued.Actor });
        bool atTimelock = cancellation.Kind == ExecutionEventKind.Cancelled;
        _steps.Add(Done(StepKind.Canceled, atTimelock ? "It was cancelled directly at the timelock, past the governor." : "It was cancelled at the governor.", cancellation.Fact)
            with { Progress = StepProgress.Failed, Actor = cancellation.Actor });
    }

    // Each stands where it happened, between creation and end.
    private void AddControlChanges()
    {
        var names = ProposalActions.NamesOf(_facts.Governor);
        long end = (_cancellation ?? _facts.First(ExecutionEventKind.ProposalExecuted) ?? _facts.Operation?.Ended)?.Fact.Position ?? long.MaxValue;
        var over = _state is ProposalState.Defeated or ProposalState.Expired ? _steps[^1].At : null;
        foreach (var e in _facts.ControlEvents.Where(e => IsOurs(e) && e.Fact.Position > _facts.Parts.Created.Position && e.Fact.Position < end && (over is null || e.Fact.At < over)))
        {
            if (GovernorControl.Say(e, names) is not { } sentence) continue;
            int at = _steps.FindIndex(step => step.Progress is StepProgress.Next or StepProgress.Later || (step.Evidence?.Position ?? 0) > e.Fact.Position || step.At > e.Fact.At);
            _steps.Insert(at < 0 ? _steps.Count : at, Done(StepKind.ControlChanged, sentence, e.Fact) with { Actor = e.Actor });
        }
    }

    private bool IsOurs(ExecutionEvent e) => e.Contract == _facts.Governor.Address || e.Contract == _facts.Governor.Timelock;

    private void AddTimepoint(StepKind kind, long timepoint, StepProgress ahead, string coming, string past)
    {
        var (at, isEstimate) = _times.EndOf(timepoint);
        _steps.Add(timepoint < _facts.Now
            ? new(kind, StepProgress.Done, past, at, Timepoint: timepoint)
            : new(kind, ahead, coming, Due: at, IsEstimate: isEstimate, Timepoint: timepoint));
    }

    private bool CanceledBefore(long timepoint) =>
        _cancellation is { } e && (_facts.Governor.CountsSeconds ? e.Fact.BlockTime : e.Fact.Block) <= timepoint;

    private ExecutionStep Done(StepKind kind, string detail, ChainFact fact) =>
        new(kind, StepProgress.Done, detail, fact.At, Evidence: fact, Confidence: _facts.Cursor.ConfidenceOf(fact));

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(_facts.Cursor.Head.Time);

    private static string Actions(int count) => count switch { 0 => "no action", 1 => "one action", _ => $"{count} actions" };

    private static string WhoDoes(StepKind kind) => kind switch
    {
        StepKind.VotingOpens => "Nobody needs to act.",
        StepKind.VotingCloses => "Everybody with voting power can vote until then.",
        StepKind.Queued => "Anybody can queue it by a transaction to the governor.",
        StepKind.Ready => "Nobody needs to act until it is over.",
        _ => "Anybody can execute it by a transaction to the governor.",
    };
}
