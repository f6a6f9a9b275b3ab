using System.Collections.Frozen;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>What a call would say: its events in words where they are known.</summary>
internal static class KnownEvents
{
    private static readonly FrozenDictionary<Hash32, AbiEvent[]> ByTopic = new[]
    {
        // ERC-721's has the same first topic as ERC-20's and indexes the third parameter too.
        "Transfer(address indexed from,address indexed to,uint256 amount)", "Transfer(address indexed from,address indexed to,uint256 indexed id)",
        "Approval(address indexed owner,address indexed spender,uint256 amount)", "DelegateChanged(address indexed delegator,address indexed fromDelegate,address indexed toDelegate)",
        "DelegateVotesChanged(address indexed delegate,uint256 previousVotes,uint256 newVotes)", "OwnershipTransferred(address indexed previousOwner,address indexed newOwner)",
        "RoleGranted(bytes32 indexed role,address indexed account,address indexed sender)", "RoleRevoked(bytes32 indexed role,address indexed account,address indexed sender)",
        "Paused(address account)", "Unpaused(address account)", "Upgraded(address indexed implementation)", "MinDelayChange(uint256 oldDuration,uint256 newDuration)",
        "TimelockChange(address oldTimelock,address newTimelock)", "VotingDelaySet(uint256 oldDelay,uint256 newDelay)", "VotingPeriodSet(uint256 oldPeriod,uint256 newPeriod)",
        "ProposalThresholdSet(uint256 oldThreshold,uint256 newThreshold)", "QuorumNumeratorUpdated(uint256 oldNumerator,uint256 newNumerator)", "ProposalGuardianSet(address oldGuardian,address newGuardian)",
        "CallScheduled(bytes32 indexed id,uint256 indexed index,address target,uint256 value,bytes data,bytes32 predecessor,uint256 delay)",
        "CallExecuted(bytes32 indexed id,uint256 indexed index,address target,uint256 value,bytes data)", "Cancelled(bytes32 indexed id)", "RewardsAdded(address indexed from,uint256 assets)",
        "Sent(uint256 indexed transferId,address indexed token,address indexed from,address to,uint256 amount)", "Released(uint256 indexed transferId,address indexed token,address indexed to,uint256 amount)",
    }.Select(AbiEvent.Parse).GroupBy(known => known.Topic0).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    public static string Say(Address contract, IReadOnlyList<Hash32> topics, byte[] data, ContractNames names)
    {
        foreach (var known in topics.Count == 0 ? [] : ByTopic.GetValueOrDefault(topics[0]) ?? [])
        {
            if (Decode(known, topics, data) is { } values)
                return $"{names.Of(contract)} says {known.Name}: {string.Join(", ", known.Parameters.List.Select((parameter, i) => $"{parameter.Name} {Shown(parameter.Name!, values[i], contract, names)}"))}";
        }

        return $"{names.Of(contract)} says an unknown event{(topics.Count == 0 ? "" : $" {topics[0].ToString()[..10]}…")}";
    }

    private static AbiValues? Decode(AbiEvent known, IReadOnlyList<Hash32> topics, byte[] data)
    {
        try
        {
            return known.Decode(topics, data);
        }
        catch (AbiException)
        {
            return null;
        }
    }

    private static string Shown(string name, object value, Address contract, ContractNames names) => value switch
    {
        Address address => names.Of(address),
        Hash32 role when name == "role" => ContractNames.RoleOf(role),
        System.Numerics.BigInteger amount when name is "amount" => names.Amount(amount, contract),
        byte[] bytes => $"{bytes.Length} bytes",
        var other => AbiJson.Text(other),
    };
}
