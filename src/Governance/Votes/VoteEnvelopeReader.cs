using Governance.Messages;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// Reads stored votes: the ordinary ones fast (<see cref="OrdinaryVoteReader"/>), every other the long way, with one meaning. Most votes choose
/// the same few things, each made once. Keeps buffers: one for each thread.
/// </summary>
public sealed class VoteEnvelopeReader
{
    private const int MaxKnownChoices = 4_096;

    private readonly OrdinaryVoteReader _ordinary = new();
    private readonly Dictionary<string, Choice?> _choices = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The bytes are no envelope of the gate.</exception>
    /// <returns>Null when it is a message of another kind.</returns>
    public VoteEnvelope? Read(ReadOnlyMemory<byte> canonical)
    {
        var vote = default(VoteEnvelope);
        ReadOrdinary([canonical], new Span<VoteEnvelope?>(ref vote));
        return vote ?? VoteEnvelope.Of(Envelope.ReadStored(canonical, out var statedId), statedId);
    }

    /// <summary>The vote of each text that is one in the ordinary form; else null, which says nothing about it. Many at once take less time each.</summary>
    public void ReadOrdinary(ReadOnlySpan<ReadOnlyMemory<byte>> canonical, Span<VoteEnvelope?> votes)
    {
        var ordinary = new OrdinaryVote?[canonical.Length];
        _ordinary.Read(canonical, ordinary);
        for (int i = 0; i < ordinary.Length; i++)
        {
            votes[i] = ordinary[i] is { } vote
                ? new VoteEnvelope(vote.Id, vote.StatedId, vote.Kind, vote.Signer, vote.From, vote.Space, vote.Proposal, vote.Timestamp, ChoiceOf(vote), vote.Reason ?? "", vote.Signature)
                : null;
        }
    }

    private Choice? ChoiceOf(OrdinaryVote vote)
    {
        if (_choices.TryGetValue(vote.Choice, out var known)) return known;
        if (_choices.Count >= MaxKnownChoices) _choices.Clear();
        return _choices[vote.Choice] = VoteEnvelope.ChoiceOf(vote.Choice);
    }
}
