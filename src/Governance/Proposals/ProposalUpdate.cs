using Governance.Messages;
using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>What an update makes of a published proposal: when it is accepted, and again when somebody recounts.</summary>
public static class ProposalUpdate
{
    /// <summary>Decimals are never taken away: the quorum is written in them, and both stay exact.</summary>
    internal static Proposal Apply(Proposal proposal, ProposalDraft draft)
    {
        int decimals = Math.Max(proposal.Rules.Decimals, VotingSystemRegistry.Get(draft.VotingSystem).LeastDecimals);
        return proposal with
        {
            Title = draft.Title, Body = draft.Body, Discussion = draft.Discussion, Choices = draft.Choices, VotingSystem = draft.VotingSystem,
            Rules = proposal.Rules with
            {
                Decimals = decimals, Quorum = proposal.Rules.Quorum.WithDecimals(proposal.Rules.Decimals, decimals),
                Labels = draft.Labels, Privacy = draft.Privacy, Plugins = draft.Plugins,
            },
        };
    }

    /// <summary>The same from an accepted message.</summary>
    /// <exception cref="InvalidDataException">The message is no update that could have been accepted.</exception>
    public static Proposal Replay(Proposal proposal, Envelope update, long receivedAtMs)
    {
        if (ProposalDraft.ContentFaultOf(update) is { } fault) throw new InvalidDataException($"The update {update.Id} can not be read: {fault}");
        if (update.From != proposal.Author) throw new InvalidDataException($"The update {update.Id} is not the author's.");
        if (receivedAtMs / 1000 >= proposal.Start) throw new InvalidDataException($"The update {update.Id} came after the start.");
        return Apply(proposal, ProposalDraft.OfUpdate(update, proposal));
    }
}
