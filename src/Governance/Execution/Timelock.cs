using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>
/// The waiting room between a passed proposal and its execution: how OpenZeppelin's TimelockController and GovernorTimelockControl name
/// an operation.
/// </summary>
public static class Timelock
{
    private static readonly AbiParameters BatchParameters = AbiParameters.Parse("(address[],uint256[],bytes[],bytes32,bytes32)");

    /// <summary>The governor's salt in OpenZeppelin 4: the description's hash.</summary>
    public static Hash32 SaltV4(ReadOnlySpan<byte> description) => Keccak256.Hash(description);

    /// <summary>And in 5: <c>bytes32(bytes20(governor)) ^ descriptionHash</c>, so that two governors can share a timelock.</summary>
    public static Hash32 SaltV5(Address governor, ReadOnlySpan<byte> description)
    {
        byte[] salt = SaltV4(description).ToArray();
        for (int i = 0; i < Address.Size; i++) salt[i] ^= governor.Bytes[i];
        return new Hash32(salt);
    }

    /// <summary><c>hashOperationBatch(targets, values, payloads, 0, salt)</c>: a governor names no predecessor.</summary>
    public static Hash32 OperationId(IReadOnlyList<GovernorAction> actions, Hash32 salt) => Keccak256.Hash(BatchParameters.Encode(
        actions.Select(action => action.Target).ToArray(),
        actions.Select(action => action.Value).ToArray(),
        actions.Select(action => action.Payload).ToArray(),
        default(Hash32),
        salt));
}
