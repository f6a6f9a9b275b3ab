using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Execution;

/// <summary>A governor contract as it describes itself.</summary>
/// <param name="Chain">EIP-155 number.</param>
/// <param name="Space">Where its proposals are shown.</param>
/// <param name="Token">What gives voting power; null: it names none.</param>
/// <param name="ClockMode">ERC-6372, for example <c>mode=blocknumber&amp;from=default</c>.</param>
/// <param name="CountingMode">For example <c>support=bravo&amp;quorum=for,abstain</c>.</param>
/// <param name="Timelock">Who executes what was queued; null: it executes by itself.</param>
/// <param name="Generation">By whose rules it decides and takes ballots.</param>
public sealed record Governor(
    ulong Chain, Address Address, string Space, string Name, Address? Token, string Symbol, int Decimals, string ClockMode, string CountingMode, Address? Timelock,
    GovernorGeneration Generation)
{
    /// <summary>Whether timepoints are seconds; else they are block numbers.</summary>
    public bool CountsSeconds => ClockMode.StartsWith("mode=timestamp", StringComparison.Ordinal);

    /// <summary>What counts towards the quorum: <c>for-abstain</c>, or <c>for</c> as in Compound's Bravo.</summary>
    public string QuorumType =>
        CountingMode.Contains("quorum=bravo", StringComparison.Ordinal) || CountingMode.EndsWith("quorum=for", StringComparison.Ordinal) || CountingMode.Contains("quorum=for&", StringComparison.Ordinal)
            ? QuorumTypes.For : QuorumTypes.ForAbstain;

    /// <summary>The governor's clock at a block.</summary>
    public long TimepointOf(Chains.BlockPoint block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return CountsSeconds ? block.Time : block.Number;
    }

    /// <summary>Our id of one of its proposals.</summary>
    public string IdOf(Hash32 proposalId) => IdOf(Chain, Address, proposalId);

    /// <summary>The same of any governor.</summary>
    public static string IdOf(ulong chain, Address governor, Hash32 proposalId) =>
        $"eip155:{chain}:{Hex.Format(governor.Bytes)}:{new System.Numerics.BigInteger(proposalId.Bytes, isUnsigned: true, isBigEndian: true)}";
}
