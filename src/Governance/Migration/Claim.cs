using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>
/// What the claim contract said once: an old account was paid out. The two amounts are in different units: <paramref name="Free"/> in tokens,
/// <paramref name="StakedShares"/> in shares of the staking vault, both base units with 18 decimals.
/// </summary>
/// <param name="User">The first 20 bytes of the old account's public key.</param>
/// <param name="Receiver">Who was paid on this chain.</param>
/// <param name="L2Receiver">Of ClaimedAndBridged: who is paid the staked part on the layer 2; null: all was paid here.</param>
/// <param name="LogIndex">Counts within the block.</param>
public sealed record Claim(
    Address Contract, Address User, VotingPower Free, VotingPower StakedShares, Address Receiver, Address? L2Receiver,
    ulong Block, Hash32 BlockHash, Hash32 Transaction, uint LogIndex)
{
    private static readonly AbiEvent Claimed = AbiEvent.Parse("Claimed(address indexed user,uint256 free,uint256 staked,address receiver)");
    private static readonly AbiEvent ClaimedAndBridged = AbiEvent.Parse("ClaimedAndBridged(address indexed user,uint256 free,uint256 staked,address l1Receiver,address l2Receiver)");

    /// <summary>The first topics of the two events.</summary>
    public static IReadOnlyList<Hash32> Topics { get; } = [Claimed.Topic0, ClaimedAndBridged.Topic0];

    /// <summary>Whether the staked part was left to the layer 2 to pay.</summary>
    public bool IsBridged => L2Receiver is not null;

    /// <summary>The event's name.</summary>
    public string Event => IsBridged ? ClaimedAndBridged.Name : Claimed.Name;

    /// <exception cref="AbiException">The log is neither event.</exception>
    public static Claim Of(LogEntry log)
    {
        bool isBridged = log.Topics[0] == ClaimedAndBridged.Topic0;
        var values = (isBridged ? ClaimedAndBridged : Claimed).Decode(log.Topics, log.Data);
        return new Claim(
            log.Address, values.Address("user"), VotingPower.FromBigInteger(values.Integer("free")), VotingPower.FromBigInteger(values.Integer("staked")),
            values.Address(isBridged ? "l1Receiver" : "receiver"), isBridged ? values.Address("l2Receiver") : null,
            log.BlockNumber, log.BlockHash, log.TransactionHash, log.LogIndex);
    }
}
