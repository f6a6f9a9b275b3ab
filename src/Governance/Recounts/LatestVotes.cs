using System.Runtime.InteropServices;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Tallies;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Recounts;

/// <summary>
/// Counts votes one after another in the ledger's order, as the writer did: a later vote replaces its voter's earlier one. Remembers about
/// 120 bytes for each voter, which is what makes a million votes fit a laptop.
/// </summary>
public sealed class LatestVotes(Proposal proposal)
{
    private const int ChunkSize = 1 << 14;

    private readonly IVotingSystem _system = VotingSystemRegistry.Get(proposal.VotingSystem);
    private readonly Dictionary<Address, int> _voters = [];
    private readonly List<Entry[]> _entries = [];
    private readonly Dictionary<(string Cell, int Strategy), (VotingPower Amount, long Votes)> _cells = [];

    // Where votes change each other's power, nothing can be counted before all are known.
    private readonly bool _isOverriding = StrategyRegistry.AreOverriding(proposal.Rules.Strategies);

    /// <summary>All votes that were applied, superseded ones too.</summary>
    public long Applied { get; private set; }

    /// <summary>Voters, each with one vote that counts.</summary>
    public int Voters => _voters.Count;

    /// <summary>Takes the next vote; adds a difference and leaves it out where it may not replace the one before.</summary>
    public void Apply(CheckedVote vote, Differences differences)
    {
        Applied++;
        if (Applied != vote.Leaf.Ordinal) ReportGap(vote, differences);
        if (vote.Envelope.Choice is not { } choice || !_system.Accepts(choice, proposal.Choices.Count)) return;
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_voters, vote.Envelope.From, out bool known);
        if (!known) place = Add();
        ref var entry = ref _entries[place / ChunkSize][place % ChunkSize];
        if (known)
        {
            if ((entry.Timestamp, entry.Id).CompareTo((vote.Envelope.Timestamp, vote.Envelope.Id)) >= 0)
            {
                differences.Add("not-latest", vote.Name, $"the ledger already held a later vote of {vote.Envelope.From}: {entry.Id}");
                return;
            }

            if (!_isOverriding) Count(Choice.Parse(entry.Choice), entry.Power, entry.Powers, add: false);
        }

        // The one source of most proposals is the total: no bytes for it.
        var byStrategy = vote.Power.ByStrategy is [var only] && only == vote.Power.Total ? null : VoteStore.Pack(vote.Power.ByStrategy);
        entry = new Entry(vote.Envelope.Timestamp, vote.Envelope.Id, choice.Json, vote.Power.Total, byStrategy, vote.Power.Delegated);
        if (!_isOverriding) Count(choice, entry.Power, vote.Power.ByStrategy, add: true);
    }

    /// <summary>The count, exactly as the portal makes it from its cells. To be asked once, after the last vote.</summary>
    public Tally Tally(long ledgerSize, Differences differences)
    {
        if (_isOverriding) CountEffective(differences);
        return TallyStore.Count(proposal, _cells.Where(c => c.Value.Votes > 0).Select(c => (c.Key.Cell, c.Key.Strategy, c.Value.Amount, c.Value.Votes)), ledgerSize);
    }

    private void CountEffective(Differences differences)
    {
        var powers = new EffectivePowers();
        foreach (var (voter, place) in _voters) powers.Add(voter, EntryOf(place).Delegated);
        foreach (var (voter, place) in _voters)
        {
            var entry = EntryOf(place);
            var counted = powers.Of(voter, entry.Powers, entry.Delegated, differences);
            Count(Choice.Parse(entry.Choice), EffectivePowers.Sum(counted), counted, add: true);
        }
    }

    private Entry EntryOf(int place) => _entries[place / ChunkSize][place % ChunkSize];

    // A place that was jumped over is a vote that somebody left out.
    private void ReportGap(CheckedVote vote, Differences differences)
    {
        differences.Add("missing-vote", vote.Name, $"the ledger calls it the proposal's vote {vote.Leaf.Ordinal}, but it is the {Applied}. of those given");
        Applied = vote.Leaf.Ordinal;
    }

    private int Add()
    {
        int place = _voters.Count - 1;
        if (place / ChunkSize == _entries.Count) _entries.Add(new Entry[ChunkSize]);
        return place;
    }

    private void Count(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy, bool add)
    {
        Change("", CellAmount.AllStrategies, total, add);
        foreach (var part in _system.Contribute(choice, total, byStrategy)) Change(part.Cell, part.Strategy, part.Amount, add);
    }

    private void Change(string name, int strategy, VotingPower amount, bool add)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, (name, strategy), out _);
        cell = add ? (cell.Amount + amount, cell.Votes + 1) : (cell.Amount - amount, cell.Votes - 1);
    }

    private readonly record struct Entry(long Timestamp, Hash32 Id, string Choice, VotingPower Power, byte[]? ByStrategy, DelegatedPower?[]? Delegated)
    {
        public IReadOnlyList<VotingPower> Powers => ByStrategy is { } packed ? VoteStore.Unpack(packed) : [Power];
    }
}
