using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>What <see cref="DeployContracts"/> has put on one chain, and the accounts that play its roles.</summary>
public sealed record DevContracts(
    Address Owner,
    Address Guardian,
    Address Relayer,
    DevToken Token,
    DevVault Vault,
    DevTimelock Timelock,
    DevGovernor Governor,
    DevBridge Bridge,
    DevClaimer Claimer);

/// <summary>The token and its vault alone, as the migration's second chain has them.</summary>
public sealed record StakedToken(DevToken Token, DevVault Vault);

/// <summary>Which token clock the governor counts in (ERC-6372).</summary>
public enum DevClock
{
    BlockNumber,
    Timestamp,
}

/// <summary>The governor's and the timelock's settings. The defaults let a test walk a proposal through in a few blocks.</summary>
public sealed record DeploymentOptions
{
    public DevClock Clock { get; init; } = DevClock.BlockNumber;

    /// <summary>Between proposing and voting: blocks or seconds, as <see cref="Clock"/> says.</summary>
    public int VotingDelay { get; init; } = 1;

    /// <summary>How long voting is open: blocks or seconds, as <see cref="Clock"/> says.</summary>
    public int VotingPeriod { get; init; } = 10;

    /// <summary>
    /// Blocks or seconds that voting goes on at least after quorum was reached (GovernorPreventLateQuorum, ProposalExtended);
    /// null: the governor has no such rule.
    /// </summary>
    public int? LateQuorumExtension { get; init; }

    /// <summary>Votes needed to propose, in base units.</summary>
    public BigInteger ProposalThreshold { get; init; }

    /// <summary>0 to 100, of the supply at the snapshot.</summary>
    public int QuorumPercent { get; init; } = 4;

    public TimeSpan TimelockDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between asking for an unlock and claiming it; vPHA's is 21 days.</summary>
    public TimeSpan UnlockDelay { get; init; } = TimeSpan.FromDays(21);
}
