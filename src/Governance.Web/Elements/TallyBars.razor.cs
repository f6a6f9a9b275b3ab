using System.Numerics;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Elements;

/// <summary>The count of a proposal: a bar per choice, turnout, and the marks that decide.</summary>
public sealed partial class TallyBars
{
    [Parameter, EditorRequired] public IReadOnlyList<TallyLine> Lines { get; set; } = [];

    [Parameter, EditorRequired] public int Decimals { get; set; }

    [Parameter] public string? Symbol { get; set; }

    /// <summary>All voting power that took part, in base units.</summary>
    [Parameter, EditorRequired] public VotingPower Total { get; set; }

    [Parameter, EditorRequired] public long Votes { get; set; }

    /// <summary>Base units; 0 where no quorum is asked for.</summary>
    [Parameter] public VotingPower QuorumNeeded { get; set; }

    /// <summary>The power that counts towards the quorum, where that is not all of it.</summary>
    [Parameter] public VotingPower? TowardsQuorum { get; set; }

    private BigInteger QuorumCounted => (TowardsQuorum ?? Total).ToBigInteger();

    private BigInteger Scale => BigInteger.Max(QuorumCounted, QuorumNeeded.ToBigInteger());

    /// <summary>True where each choice takes a voter's full power (approval): shares are then of the turnout, and add up to more.</summary>
    [Parameter] public bool OfTurnout { get; set; }

    private BigInteger Sum => OfTurnout ? Total.ToBigInteger() : Lines.Aggregate(BigInteger.Zero, static (sum, line) => sum + line.Power.ToBigInteger());

    private bool MajorityMark => Lines.Any(static line => line.Role == ChoiceRole.For) && Lines.Any(static line => line.Role == ChoiceRole.Against) && !Sum.IsZero;

    private int MajorityAt
    {
        get
        {
            var sides = Lines.Where(static line => line.Role is ChoiceRole.For or ChoiceRole.Against).Aggregate(BigInteger.Zero, static (sum, line) => sum + line.Power.ToBigInteger());
            return Math.Clamp(Permille(sides, 2 * Sum) - 2, 0, 996);
        }
    }

    private string ClassOf(TallyLine line) => line.Role switch
    {
        ChoiceRole.For => "choice-for",
        ChoiceRole.Against => "choice-against",
        ChoiceRole.Abstain => "choice-abstain",
        _ => line.Power < Lines.Max(static other => other.Power) ? "behind" : "",
    };

    // A bar that is not empty shows at least a hair.
    internal static int Permille(BigInteger part, BigInteger whole) =>
        whole.IsZero || part.IsZero ? 0 : (int)BigInteger.Clamp(part * 1000 / whole, 3, 1000);
}
