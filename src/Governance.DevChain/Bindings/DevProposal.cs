using System.Numerics;
using System.Text;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>One action of a governor proposal.</summary>
public sealed record DevAction(Address Target, byte[] CallData, BigInteger Value = default);

/// <summary>A governor proposal: its actions and its description, whose exact bytes belong to its id.</summary>
public sealed class DevProposal(string description, params DevAction[] actions)
{
    private static readonly AbiParameters IdParameters = AbiParameters.Parse("(address[],uint256[],bytes[],bytes32)");
    private static readonly AbiParameters BatchParameters = AbiParameters.Parse("(address[],uint256[],bytes[],bytes32,bytes32)");

    public string Description { get; } = description;

    public IReadOnlyList<DevAction> Actions { get; } = actions;

    public Address[] Targets => [.. Actions.Select(action => action.Target)];

    public BigInteger[] Values => [.. Actions.Select(action => action.Value)];

    public byte[][] CallDatas => [.. Actions.Select(action => action.CallData)];

    public Hash32 DescriptionHash => Keccak256.Hash(Encoding.UTF8.GetBytes(Description));

    /// <summary>OpenZeppelin's proposal id: keccak256(abi.encode(targets, values, calldatas, descriptionHash)).</summary>
    public BigInteger Id =>
        new(Keccak256.Hash(IdParameters.Encode(Targets, Values, CallDatas, DescriptionHash)).Bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>GovernorTimelockControl's salt (OpenZeppelin 5): bytes32(bytes20(governor)) ^ descriptionHash.</summary>
    public Hash32 SaltOf(Address governor)
    {
        byte[] salt = DescriptionHash.ToArray();
        for (int i = 0; i < Address.Size; i++) salt[i] ^= governor.Bytes[i];
        return new Hash32(salt);
    }

    /// <summary>The timelock operation that queueing schedules: TimelockController.hashOperationBatch without a predecessor.</summary>
    public Hash32 OperationIdOf(Address governor) =>
        Keccak256.Hash(BatchParameters.Encode(Targets, Values, CallDatas, default(Hash32), SaltOf(governor)));
}
