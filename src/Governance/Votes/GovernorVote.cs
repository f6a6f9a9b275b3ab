using System.Numerics;
using Governance.Chains;
using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>What a governor said of a vote.</summary>
public enum GovernorVoteKind
{
    /// <summary>VoteCast, VoteCastWithParams: a vote with the power that was delegated to the voter. There may be several of one voter, in parts.</summary>
    Cast,

    /// <summary>OverrideVoteCast: a holder's own tokens, voted over his delegate.</summary>
    Override,

    /// <summary>VoteReduced: what an overriding holder takes from his delegate's earlier vote.</summary>
    Reduction,
}

/// <summary>A vote of a governor contract: the contract has verified it, its weight is the voting power.</summary>
/// <param name="Proposal">The proposal's key.</param>
/// <param name="Support">As cast.</param>
/// <param name="Params">Of VoteCastWithParams; else empty.</param>
public sealed record GovernorVote(long Proposal, Address Voter, byte Support, VotingPower VotingPower, string Reason, byte[] Params, ChainFact Fact,
    GovernorVoteKind Kind = GovernorVoteKind.Cast)
{
    private const byte Fractions = 255;
    private const int FractionSize = 16;

    /// <summary>
    /// Among the choices For, Against, Abstain. A fractional vote (GovernorCountingFractional: 48 bytes, uint128 each against, for, abstain)
    /// gives a part to each; a support that no counting known here has gives nothing to any, and counts in the total only.
    /// </summary>
    public Choice Choice => Support switch
    {
        1 => Choice.Of(1),
        0 => Choice.Of(2),
        2 => Choice.Of(3),
        Fractions when Params.Length == 3 * FractionSize => Choice.Parse($"{{\"1\":{Fraction(1)},\"2\":{Fraction(0)},\"3\":{Fraction(2)}}}"),
        _ => Choice.Parse("{}"),
    };

    private BigInteger Fraction(int index) => new(Params.AsSpan(index * FractionSize, FractionSize), isUnsigned: true, isBigEndian: true);
}

/// <summary>How one on-chain vote adds to the cells of <c>basic</c>: whole, or in the parts that it names.</summary>
internal sealed class GovernorCounting : IVotingSystem
{
    private static readonly SingleChoice Basic = new("basic");

    public static readonly GovernorCounting Instance = new();

    public string Name => Basic.Name;

    public int LeastDecimals => Basic.LeastDecimals;

    public bool Accepts(Choice choice, int choices) => choice.Weights?.All(part => part.Choice >= 1 && part.Choice <= choices) ?? Basic.Accepts(choice, choices);

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy) =>
        choice.Weights is null
            ? Basic.Contribute(choice, total, byStrategy)
            : choice.Weights.Where(part => !part.Weight.IsZero).Select(part => new CellAmount(
                part.Choice.ToString(System.Globalization.CultureInfo.InvariantCulture), CellAmount.AllStrategies, VotingPower.FromBigInteger(part.Weight)));

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies) => Basic.Count(cells, choices, strategies);
}
