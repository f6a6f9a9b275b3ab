using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Milestones;
using Governance.Spaces;
using Governance.Strategies;
using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>Decides whether a signed proposal may be published in its space (protocol/snapshot 2.3, in its order; what reads a chain comes last).</summary>
public sealed class ProposalVerifier(FreezeSources freeze, VotingPowerReader powers, StrategyRegistry strategies, CheckMilestones milestones, ProposalLimits limits)
{
    private const long Day = 86_400;

    public async Task<Outcome<VerifiedProposal>> VerifyAsync(AuthenticEnvelope authentic, Space space, CancellationToken cancellationToken)
    {
        var envelope = authentic.Envelope;
        if (space.Settings.Strategies.Select(strategies.FaultOf).FirstOrDefault(fault => fault is not null) is { } unusable) return Unusable(unusable);
        if (ProposalDraft.Read(envelope, out var fault) is not { } draft) return ProposalRejection.WrongFormat.Because(fault);
        if (BreaksRules(draft, envelope, space.Settings.Voting, authentic.ReceivedAt) is { } broken) return broken;
        if (space.Settings.OnlyMembers && !space.Settings.IsAuthorised(envelope.From)) return ProposalRejection.OnlyAuthors;
        if (draft.Body.Length > limits.ProposalBodyLength) return ProposalRejection.BodyTooLong(limits.ProposalBodyLength);
        if (draft.Choices.Count > limits.ProposalChoices) return ProposalRejection.TooManyChoices(limits.ProposalChoices);

        var frozen = await FreezeAsync(space, draft, cancellationToken);
        if (frozen.Rejection is { } noSnapshot) return noSnapshot;
        var (rules, files) = frozen.Value;
        if (await BelowThresholdAsync(space.Settings, rules, files, envelope.From, cancellationToken) is { } below) return below;
        var conditions = await milestones.RunAsync(draft.Plugins, draft.End, cancellationToken);
        return conditions.Rejection is { } unfit ? unfit : new VerifiedProposal(PublishedProposal.Compose(envelope, draft, rules), files, conditions.Value);
    }

    /// <summary>How many the space and the author have already; asked inside the transaction that adds one.</summary>
    internal Rejection? OverLimit(WriteScope scope, Space space, Proposal proposal, DateTimeOffset receivedAt)
    {
        long now = receivedAt.ToUnixTimeSeconds();
        if (ProposalStore.PublishedSince(scope, space.Id, now - Day) >= limits.ProposalsPerDay
            || ProposalStore.PublishedSince(scope, space.Id, now - (30 * Day)) >= limits.ProposalsPerMonth) return ProposalRejection.TooManyProposals;
        if (!space.Settings.IsAuthorised(proposal.Author)
            && ProposalStore.ActiveOf(scope, space.Id, proposal.Author, now) >= limits.ActiveProposalsPerAuthor) return ProposalRejection.TooManyActive;
        return null;
    }

    private static Rejection Unusable(string fault) =>
        ProposalRejection.SpaceUnusable with { WireText = ProposalRejection.SpaceUnusable.WireText + fault, Explanation = fault };

    private static Rejection? BreaksRules(ProposalDraft draft, Envelope envelope, VotingRules rules, DateTimeOffset now)
    {
        if (draft.End <= now.ToUnixTimeSeconds()) return ProposalRejection.EndInPast;
        if (draft.VotingSystem == "basic" && draft.Choices.Count is not (2 or 3)) return ProposalRejection.WrongBasicChoices;
        if (rules.Delay is { } delay && draft.Start != envelope.Timestamp + delay) return ProposalRejection.InvalidDelay;
        if (rules.Period is { } period && draft.End - draft.Start != period) return ProposalRejection.InvalidPeriod;
        if (VotingSystemRegistry.FaultOf(draft.VotingSystem) is { } fault) return ProposalRejection.InvalidSystem.Because(fault);
        if (rules.System is { } system && draft.VotingSystem != system) return ProposalRejection.InvalidSystem.Because($"The space fixes the voting system to '{system}'.");
        return draft.Privacy.Length > 0 ? ProposalRejection.PrivacyNotSupported : null;
    }

    private async Task<Outcome<(ProposalRules Rules, IReadOnlyList<ListFile> Files)>> FreezeAsync(Space space, ProposalDraft draft, CancellationToken cancellationToken)
    {
        var settings = space.Settings;
        try
        {
            var frozen = await freeze.RunAsync(space.Id, settings.Strategies, settings.Network, (ulong)draft.Snapshot, cancellationToken);
            if (frozen is null) return ProposalRejection.InvalidSnapshot;
            if (!frozen.AreBlocksFinal) return ProposalRejection.SnapshotNotFinal;
            return (Rules(settings, draft, frozen.Strategies, frozen.Blocks), frozen.Files);
        }
        catch (RpcException e)
        {
            return ProposalRejection.SnapshotUnknown.Because($"The snapshot block could not be read: {e.Message}");
        }
    }

    private static ProposalRules Rules(SpaceSettings settings, ProposalDraft draft, IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SnapshotBlock> blocks)
    {
        int decimals = Math.Max(VotingSystemRegistry.Get(draft.VotingSystem).LeastDecimals, strategies.Max(s => StrategyRegistry.Get(s.Name).Decimals(s)));
        return new ProposalRules
        {
            Strategies = strategies, Snapshots = blocks, Decimals = decimals, Symbol = settings.Symbol,
            Quorum = settings.Voting.Quorum.ToBaseUnitsRoundedUp(decimals), QuorumType = settings.Voting.QuorumType,
            HideAbstain = settings.Voting.HideAbstain,
            Labels = draft.Labels, Privacy = draft.Privacy, Plugins = draft.Plugins, App = draft.App,
        };
    }

    private async Task<Rejection?> BelowThresholdAsync(SpaceSettings settings, ProposalRules rules, IReadOnlyList<ListFile> files, Address author, CancellationToken cancellationToken)
    {
        var threshold = settings.ProposalThreshold.ToBaseUnitsRoundedUp(rules.Decimals);
        if (threshold.IsZero || settings.IsAuthorised(author)) return null;
        var power = await powers.ReadAsync(null, rules.Strategies, rules.Snapshots, rules.Decimals, author, cancellationToken, files);
        if (power.Rejection is { } unknown) return unknown.Fault == RejectionFault.Portal ? ProposalRejection.ThresholdUnknown.Because(unknown.Explanation) : unknown;
        return power.Value.Total < threshold ? ProposalRejection.BelowThreshold : null;
    }
}

/// <summary>A signed proposal that may be published.</summary>
/// <param name="Files">The lists that its rules name and that are kept with it.</param>
/// <param name="Milestones">Its milestones, each answered by its chain.</param>
public sealed record VerifiedProposal(Proposal Proposal, IReadOnlyList<ListFile> Files, IReadOnlyList<CheckedMilestone> Milestones);
