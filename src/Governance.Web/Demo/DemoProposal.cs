namespace Governance.Web.Demo;

/// <summary>A signed proposal of the demo.</summary>
/// <param name="System">Its voting system.</param>
/// <param name="Shares">Of a hundred voters, how many take each choice.</param>
/// <param name="OpenedHoursAgo">Negative: it opens later.</param>
/// <param name="EndsInMinutes">From now.</param>
/// <param name="Voters">How many of the story's voters have voted.</param>
internal sealed record DemoProposal(
    string Title, string Body, string System, string[] Choices, int[] Shares, int OpenedHoursAgo, int EndsInMinutes, int Voters)
{
    public static readonly DemoProposal[] All =
    [
        new("Move Phala from the parachain to an Ethereum layer 2", """
            The parachain's slot ends **in three weeks**. This proposal asks the community to leave it and go on as an Ethereum layer 2.

            ## What changes

            - Every PHA becomes an ERC-20 on Ethereum, **one to one**. Balances of the parachain are taken from its last finalised block.
            - Staked PHA becomes shares of the staking vault (vPHA) on the new network.
            - The migration begins before the slot ends; the bridge opens by a decision of the governor.

            ## What stays

            | what | today | after |
            |---|---|---|
            | Staking | on the parachain | in the vault, without a pause |
            | Rewards | each era | at the same yearly rate |
            | Governance | referenda | this portal and the governor |

            ## How power is counted here

            PHA on Ethereum, vPHA, PHA on the layer 2 and the parachain’s balances each count once, each at one fixed block. A claimed balance
            counts where it was paid; the page of its sources shows that all of it adds up to the supply.
            """, "basic", ["For", "Against", "Abstain"], [71, 21, 8], 46, 3 * 24 * 60, DemoChain.Voters),
        new("Which name for the layer 2?", """
            The network needs a name before its genesis block. Rank them: the name with the fewest first places drops out, round by
            round, until one has a majority.
            """, "ranked-choice", ["Phala Network", "Phala L2", "Khala", "Something new"], [48, 30, 14, 8], 20, 25, 96),
        new("Fund an independent audit of the bridge", """
            Pay for a second, independent audit of the bridge contract before large amounts move.
            """, "basic", ["For", "Against", "Abstain"], [100, 0, 0], -24, 5 * 24 * 60, 0),
    ];

    private static readonly string[] Reasons =
    [
        "Liquidity and tooling are on Ethereum.", "The slot ends anyway; better to leave in order.", "Only if staking never pauses.",
        "One to one is fair.", "I would rather stay multichain.", "The date is tight, but the alternative is worse.",
    ];

    /// <summary>The choice of the voter with this rank, from 1: the same in every run.</summary>
    public int ChoiceOf(int rank)
    {
        int at = rank * 37 % 100;
        for (int i = 0; i < Shares.Length; i++)
        {
            if (at < Shares[i]) return i + 1;
            at -= Shares[i];
        }

        return 1;
    }

    /// <summary>All choices in this voter's order: the favourite first, the others as they follow it.</summary>
    public IEnumerable<int> RankingOf(int rank) => Enumerable.Range(0, Choices.Length).Select(i => ((ChoiceOf(rank) - 1 + (i * (1 + (2 * (rank % 2))))) % Choices.Length) + 1);

    public static string ReasonOf(int rank) => rank % 11 == 0 ? Reasons[rank / 11 % Reasons.Length] : "";
}
