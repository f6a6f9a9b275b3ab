using System.Globalization;
using System.Numerics;
using Governance.Milestones;
using Governance.Proposals;
using Governance.Web.Elements;

namespace Governance.Web.Proposals;

/// <summary>Milestones as steps of a proposal's timeline, in words.</summary>
internal static class MilestoneSteps
{
    /// <summary>None of a proposal that was refused or withdrawn: it promises nothing.</summary>
    public static IEnumerable<TimelineStep> Of(ProposalState state, IReadOnlyList<StatedMilestone> milestones) =>
        state is ProposalState.Defeated or ProposalState.Canceled ? [] : milestones.Select(each => Of(each, isDecided: state is not (ProposalState.Pending or ProposalState.Active)));

    private static TimelineStep Of(StatedMilestone stated, bool isDecided) => new(
        stated.Milestone.Definition.Title, ProgressOf(stated.State, isDecided), null, stated.State == MilestoneState.Unknown ? null : stated.Evidence?.At, EvidenceOf(stated),
        stated.State == MilestoneState.Pending ? stated.By : null)
    {
        Milestone = stated,
    };

    private static StepProgress ProgressOf(MilestoneState state, bool isDecided) => state switch
    {
        MilestoneState.Met => StepProgress.Done,
        MilestoneState.Pending => isDecided ? StepProgress.Next : StepProgress.Later,
        MilestoneState.Unknown => StepProgress.Unknown,
        _ => StepProgress.Failed,
    };

    private static Evidence? EvidenceOf(StatedMilestone stated) => stated.Evidence is not { } reading ? null : new(
        $"eip155:{reading.Chain}", reading.Block.Number, reading.Block.Hash.ToString(), reading.Transaction?.ToString(), reading.LogIndex,
        (stated.Confidence ?? Chains.Confidence.Latest).ToString().ToLowerInvariant());

    /// <summary>What must hold, a sentence.</summary>
    public static string Wanted(MilestoneCondition condition)
    {
        string contract = AddressChip.Abbreviate(condition.Contract.ToString());
        return condition switch
        {
            CallCondition call => $"{call.Function.Name}() of {contract} must be {Words(call.Comparison)}{Amount(call, call.Value)}{OfWhole(call)}.",
            EventCondition wanted => $"{contract} must say {wanted.Event.Name}{With(wanted.Where)}, after the proposal was published.",
            TimelockCondition timelock => $"The timelock {contract} must carry out the operation {AddressChip.Abbreviate(timelock.Operation.ToString())}.",
            SafeCondition { Transaction: { } transaction } => $"The Safe {contract} must carry out the transaction {AddressChip.Abbreviate(transaction.ToString())}.",
            SafeCondition safe => $"The Safe {contract} must carry out what its module {AddressChip.Abbreviate(safe.Module!.Value.ToString())} asks for.",
            _ => throw new ArgumentOutOfRangeException(nameof(condition)),
        };
    }

    /// <summary>How it stands, a sentence.</summary>
    public static string Stands(StatedMilestone stated)
    {
        string known = stated.LastKnown switch
        {
            MilestoneState.Met => stated.IsLate ? "It was met, after its date." : "It is met.",
            MilestoneState.Overdue => "Its date has passed and it was never met.",
            MilestoneState.Reverted => "It was met and is no longer.",
            MilestoneState.Failed => "It was carried out and failed, so it can not be met any more.",
            _ => "It is not met yet.",
        };
        string now = Now(stated) is { } value ? $"{known} {value}" : known;
        if (stated.State != MilestoneState.Unknown) return now;
        return stated.Latest is { } latest ? $"Not known now. {stated.Fault} At block {TokenFormat.Grouped(latest.Block.Number)}: {now}" : $"Not known now. {stated.Fault}";
    }

    /// <summary>How much of the way is done, in basis points; null where there is no way to measure, or nobody knows.</summary>
    public static int? ProgressOf(StatedMilestone stated) =>
        stated is { Milestone.Condition: CallCondition call, Latest.Value: { Length: > 0 } value } && stated.State != MilestoneState.Unknown ? call.ProgressOf(value) : null;

    /// <summary>The way in words: 63% of the 50% needed.</summary>
    public static string ProgressInWords(CallCondition call, int basisPoints)
    {
        string share = TokenFormat.Share(basisPoints, 10_000);
        return call.Unit?.Whole is { } whole ? $"{share} of the {TokenFormat.Share(Number(call.Value), whole)} needed" : $"{share} of the {Amount(call, call.Value)} needed";
    }

    public static string NameOf(MilestoneState state) => state switch
    {
        MilestoneState.Met => "Met",
        MilestoneState.Overdue => "Overdue",
        MilestoneState.Reverted => "No longer met",
        MilestoneState.Unknown => "Not known now",
        MilestoneState.Failed => "Failed",
        _ => "Not met yet",
    };

    private static string? Now(StatedMilestone stated) => (stated.Milestone.Condition, stated.Latest) switch
    {
        (CallCondition, { Value.Length: 0 }) => "The contract gives no answer of the promised form.",
        (CallCondition call, { } latest) => $"It answers {Amount(call, latest.Value)}.",
        (TimelockCondition, { Transaction: not null, Holds: false }) => "The operation was cancelled at the timelock; it may be scheduled again.",
        (SafeCondition { Module: not null }, { Holds: false }) => "The module's last attempt failed.",
        _ => null,
    };

    private static string OfWhole(CallCondition call) => call.Unit?.Whole is { } whole ? $", which is {TokenFormat.Share(Number(call.Value), whole)} of {Amount(call, whole.ToString(CultureInfo.InvariantCulture))}" : "";

    private static string With(IReadOnlyList<ParameterMatch> where) =>
        where.Count == 0 ? "" : $" with {string.Join(" and ", where.Select(static match => $"{match.Name} = {AddressChip.Abbreviate(match.Value)}"))}";

    private static string Amount(CallCondition call, string value)
    {
        if (!call.IsNumeric) return call.OutputType.Kind == Ethereum.AbiKind.Boolean ? value : AddressChip.Abbreviate(value);
        var number = Number(value);
        string shown = (number.Sign < 0 ? "-" : "") + TokenFormat.Amount(BigInteger.Abs(number), call.Unit?.Decimals ?? 0);
        return call.Unit is { Symbol.Length: > 0 } unit ? $"{shown} {unit.Symbol}" : shown;
    }

    private static string Words(Comparison comparison) => comparison switch
    {
        Comparison.AtLeast => "at least ",
        Comparison.Above => "above ",
        Comparison.AtMost => "at most ",
        Comparison.Below => "below ",
        _ => "",
    };

    private static BigInteger Number(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture);
}
