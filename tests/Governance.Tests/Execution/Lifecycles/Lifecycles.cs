using System.Globalization;
using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;

namespace Governance.Tests.Execution.Lifecycles;

/// <summary>One proposal on its random way.</summary>
/// <param name="Mood">How likely a vote is for it, in percent.</param>
internal sealed record Life(int Number, DevProposal Told, int Proposer, int Mood)
{
    /// <summary>The contract's own number, once the index has told it.</summary>
    public BigInteger Id { get; set; }

    public string Key { get; set; } = "";

    public ProposalState State { get; set; }
}

/// <summary>Decides at random, from a fixed seed, who does what in each block: mostly what makes sense, sometimes what must be refused.</summary>
internal sealed class Lifecycles(Stage stage, int count, int seed)
{
    public const int Waves = 8;

    private readonly Random _random = new(seed);

    public List<Life> Lives { get; } = [];

    private Generation Generation => stage.Generation;

    /// <summary>What happens in the next block.</summary>
    public IReadOnlyList<Act> NextActs(int block)
    {
        var acts = Lives.SelectMany(life => ActsOf(life)).ToList();
        if (block < Waves) acts.AddRange(ProposeSome());
        // Proposers who sell fall below the threshold: then anybody may cancel, and again.
        if (block > Waves && block % 5 == 3) acts.AddRange(Enumerable.Range(0, Generation.Proposers / 10).Select(_ => stage.SellOutAct(Stage.Voters + _random.Next(Generation.Proposers))));
        return acts;
    }

    /// <summary>Seconds until the next block: mostly few, sometimes a leap over an eta or a period of grace.</summary>
    public int NextPause() => _random.Next(8) == 0 ? _random.Next(10, 20) : _random.Next(1, 4);

    private IEnumerable<Act> ProposeSome()
    {
        int until = Math.Min(count, Lives.Count + ((count + Waves - 1) / Waves));
        while (Lives.Count < until)
        {
            int number = Lives.Count;
            var life = new Life(number, stage.Proposal(number), Stage.Voters + (number % Generation.Proposers), _random.Next(4) == 0 ? 30 : 75);
            Lives.Add(life);
            yield return stage.ProposeAct(life.Proposer, life.Told);
        }
    }

    private IEnumerable<Act> ActsOf(Life life)
    {
        if (life.Key.Length == 0) yield break;
        int dice = _random.Next(100);
        if (life.State == ProposalState.Active)
        {
            for (int votes = _random.Next(3); votes > 0; votes--) yield return AnyVote(life);
            if (dice < 2) yield return AnyCancel(life);
        }
        else if (life.State == ProposalState.Queued && Generation.Salt is not null && dice < 20)
        {
            yield return dice < 10 ? stage.CancelAtTimelockAct(life.Told) : stage.ExecuteAtTimelockAct(life.Told);
        }
        else if (dice < ChanceOf(life.State))
        {
            yield return life.State switch
            {
                ProposalState.Pending or ProposalState.Canceled => AnyCancel(life),
                ProposalState.Succeeded when stage.Timelock.IsZero => stage.ExecuteAct(AnyVoter(), life.Told, life.Id),
                ProposalState.Succeeded => stage.QueueAct(AnyVoter(), life.Told, life.Id),
                ProposalState.Queued => dice < 3 ? AnyCancel(life) : stage.ExecuteAct(AnyVoter(), life.Told, life.Id),
                _ => Nonsense(life),
            };
        }
    }

    private static int ChanceOf(ProposalState state) => state switch
    {
        ProposalState.Pending => 7,
        ProposalState.Succeeded => 40,
        ProposalState.Queued => 30,
        ProposalState.Canceled => 10,
        _ => 3,
    };

    // What no contract takes from a proposal that is over.
    private Act Nonsense(Life life) => _random.Next(4) switch
    {
        0 => stage.VoteAct(AnyVoter(), life.Id, 1),
        1 => stage.QueueAct(AnyVoter(), life.Told, life.Id),
        2 => stage.ExecuteAct(AnyVoter(), life.Told, life.Id),
        _ => AnyCancel(life),
    };

    private Act AnyCancel(Life life) => stage.CancelAct(Generation.HasGuardian && _random.Next(2) == 0 ? 0 : _random.Next(3) == 0 ? AnyVoter() : life.Proposer, life.Told, life.Id);

    private Act AnyVote(Life life)
    {
        int support = _random.Next(100) < life.Mood ? 1 : _random.Next(3) == 0 ? 2 : 0;
        if (Generation.HasFractions && _random.Next(2) == 0)
            return stage.FractionsAct(AnyVoter(), life.Id, Part(), Part() * support, Part());
        if (Generation.HasOverrides && _random.Next(2) == 0) return stage.OverrideAct(Stage.Voters - 1 - _random.Next(3), life.Id, support);
        return stage.VoteAct(AnyVoter(), life.Id, support);
    }

    // Up to 60 tokens and some base units, so that no sum is round.
    private BigInteger Part() => (_random.Next(60) * BigInteger.Pow(10, 18)) + _random.Next(1_000_000);

    private int AnyVoter() => _random.Next(Stage.Voters);

    /// <summary>Takes the contract's numbers over from what the index found.</summary>
    public void Meet(IEnumerable<(Proposal Proposal, GovernorProposal Parts)> found)
    {
        // After a reorganisation some are gone, and numbers may be others'.
        foreach (var life in Lives) life.Key = "";
        foreach (var (proposal, parts) in found)
        {
            var life = Lives[int.Parse(proposal.Title, CultureInfo.InvariantCulture)];
            (life.Id, life.Key) = (new BigInteger(parts.ProposalId.Bytes, isUnsigned: true, isBigEndian: true), proposal.Id);
        }
    }
}
