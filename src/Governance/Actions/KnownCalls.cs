using System.Collections.Frozen;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>A function whose meaning is known.</summary>
/// <param name="Sentence">What it does; {name} stands for a parameter, {target} for the contract.</param>
internal sealed record KnownCall(AbiFunction Function, string Sentence);

/// <summary>
/// Functions that governors' proposals call, by selector. Each selector is computed from the signature that stands here, so a name can not be
/// claimed for foreign bytes: a call with the same selector by another signature could only be a collision, which the decoding of its
/// arguments then has to survive.
/// </summary>
internal static class KnownCalls
{
    private static readonly (string Signature, string Sentence)[] Tokens =
    [
        ("transfer(address to,uint256 amount)", "Sends {amount} of {target} to {to}."),
        ("transferFrom(address from,address to,uint256 amount)", "Moves {amount} of {target} from {from} to {to}."),
        ("approve(address spender,uint256 amount)", "Allows {spender} to take {amount} of {target}."),
        ("mint(address to,uint256 amount)", "Creates {amount} of {target} for {to}."),
        ("burn(uint256 amount)", "Destroys {amount} of {target}."),
        ("delegate(address delegatee)", "Gives the votes of its {target} to {delegatee}."),
        ("deposit(uint256 assets,address receiver)", "Puts {assets} into {target}, shares for {receiver}."),
        ("addRewards(uint256 assets)", "Gives {assets} to the stakers of {target}."),
        ("requestUnlock(uint256 shares)", "Asks {target} to release {shares} shares."),
        ("claimUnlocked(uint256 unlockId)", "Takes what {target} has released under number {unlockId}."),
        ("send(address token,address to,uint256 amount)", "Locks {amount} of {token} in {target} for {to} on the other chain."),
        ("release(uint256 transferId,address token,address to,uint256 amount)", "Releases {amount} of {token} from {target} to {to}."),
    ];

    private static readonly (string Signature, string Sentence)[] Control =
    [
        ("transferOwnership(address newOwner)", "Makes {newOwner} the owner of {target}."),
        ("acceptOwnership()", "Accepts the ownership of {target}."),
        ("renounceOwnership()", "Gives up the ownership of {target} for ever."),
        ("grantRole(bytes32 role,address account)", "Gives the role {role} of {target} to {account}."),
        ("revokeRole(bytes32 role,address account)", "Takes the role {role} of {target} from {account}."),
        ("renounceRole(bytes32 role,address account)", "Gives up its role {role} of {target}."),
        ("beginDefaultAdminTransfer(address newAdmin)", "Offers {newAdmin} to become the admin of {target}."),
        ("pause()", "Pauses {target}."),
        ("unpause()", "Lets the paused {target} work again."),
        ("upgradeTo(address newImplementation)", "Replaces the code of {target} by that of {newImplementation}."),
        ("upgradeToAndCall(address newImplementation,bytes data)", "Replaces the code of {target} by that of {newImplementation}."),
        ("upgrade(address proxy,address implementation)", "Replaces the code of {proxy} by that of {implementation}."),
        ("upgradeAndCall(address proxy,address implementation,bytes data)", "Replaces the code of {proxy} by that of {implementation}."),
        ("addOwnerWithThreshold(address owner,uint256 threshold)", "Makes {owner} an owner of {target}; {threshold} owners must agree."),
        ("removeOwner(address previous,address owner,uint256 threshold)", "Removes {owner} from {target}; {threshold} owners must agree."),
        ("swapOwner(address previous,address oldOwner,address newOwner)", "Puts {newOwner} in the place of {oldOwner} in {target}."),
        ("changeThreshold(uint256 threshold)", "Of {target}, {threshold} owners must agree from now on."),
        ("enableModule(address module)", "Lets {module} act for {target} without its owners."),
        ("disableModule(address previous,address module)", "Lets {module} act for {target} no more."),
    ];

    private static readonly (string Signature, string Sentence)[] Governors =
    [
        ("setVotingDelay(uint48 delay)", "Sets the voting delay of {target} to {delay}."),
        ("setVotingDelay(uint256 delay)", "Sets the voting delay of {target} to {delay}."),
        ("setVotingPeriod(uint32 period)", "Sets the voting period of {target} to {period}."),
        ("setVotingPeriod(uint256 period)", "Sets the voting period of {target} to {period}."),
        ("setProposalThreshold(uint256 threshold)", "Sets the votes needed to propose at {target} to {threshold}."),
        ("updateQuorumNumerator(uint256 numerator)", "Sets the quorum fraction of {target} to {numerator}, of its denominator (100, where it was not changed)."),
        ("updateSuperQuorumNumerator(uint256 numerator)", "Sets the super quorum fraction of {target} to {numerator}."),
        ("updateTimelock(address newTimelock)", "Makes {newTimelock} the timelock of {target}."),
        ("setLateQuorumVoteExtension(uint48 extension)", "A quorum reached late extends votes at {target} by {extension}."),
        ("setProposalGuardian(address guardian)", "Lets {guardian} cancel every proposal of {target}."),
        ("relay(address target,uint256 value,bytes data)", "Calls through {target}:"),
        ("_setVotingDelay(uint256 delay)", "Sets the voting delay of {target} to {delay} blocks."),
        ("_setVotingPeriod(uint256 period)", "Sets the voting period of {target} to {period} blocks."),
        ("_setProposalThreshold(uint256 threshold)", "Sets the votes needed to propose at {target} to {threshold}."),
        ("_setPendingAdmin(address admin)", "Offers {admin} to become the admin of {target}."),
        ("setPendingAdmin(address admin)", "Offers {admin} to become the admin of {target}."),
        ("_acceptAdmin()", "Accepts to be the admin of {target}."),
        ("acceptAdmin()", "Accepts to be the admin of {target}."),
        ("setDelay(uint256 delay)", "Sets the waiting time of {target} to {delay} seconds."),
        ("updateDelay(uint256 delay)", "Sets the waiting time of {target} to {delay} seconds."),
    ];

    private static readonly (string Signature, string Sentence)[] Wrappers =
    [
        ("schedule(address target,uint256 value,bytes data,bytes32 predecessor,bytes32 salt,uint256 delay)", "Puts a call into {target}, ready after {delay} seconds:"),
        ("scheduleBatch(address[] targets,uint256[] values,bytes[] payloads,bytes32 predecessor,bytes32 salt,uint256 delay)", "Puts calls into {target}, ready after {delay} seconds:"),
        ("execute(address target,uint256 value,bytes payload,bytes32 predecessor,bytes32 salt)", "Carries out a call that waits in {target}:"),
        ("executeBatch(address[] targets,uint256[] values,bytes[] payloads,bytes32 predecessor,bytes32 salt)", "Carries out calls that wait in {target}:"),
        ("cancel(bytes32 id)", "Cancels the operation {id} of {target}."),
        ("queueTransaction(address target,uint256 value,string signature,bytes data,uint256 eta)", "Puts a call into {target}:"),
        ("executeTransaction(address target,uint256 value,string signature,bytes data,uint256 eta)", "Carries out a call that waits in {target}:"),
        ("cancelTransaction(address target,uint256 value,string signature,bytes data,uint256 eta)", "Cancels a call that waits in {target}:"),
        ("aggregate((address target,bytes callData)[] calls)", "Makes these calls together through {target}:"),
        ("aggregate3((address target,bool allowFailure,bytes callData)[] calls)", "Makes these calls together through {target}:"),
        ("aggregate3Value((address target,bool allowFailure,uint256 value,bytes callData)[] calls)", "Makes these calls together through {target}:"),
        ("multicall(bytes[] data)", "Makes these calls of {target} together:"),
        ("multiSend(bytes transactions)", "Makes these calls together through {target}:"),
        ("execTransaction(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,bytes signatures)", "Lets {target} make a call:"),
        ("execTransactionFromModule(address to,uint256 value,bytes data,uint8 operation)", "Lets {target} make a call:"),
        ("sendMessage(address receiver,bytes message,uint32 minGasLimit)", "Sends a message through {target}; on the other chain it calls:"),
    ];

    private static readonly FrozenDictionary<uint, KnownCall> BySelector = Tokens.Concat(Control).Concat(Governors).Concat(Wrappers)
        .Select(row => new KnownCall(AbiFunction.Parse(row.Signature), row.Sentence)).ToFrozenDictionary(known => Number(known.Function.Selector));

    public static IEnumerable<KnownCall> All => BySelector.Values;

    public static KnownCall? Find(ReadOnlySpan<byte> callData) =>
        callData.Length >= AbiFunction.SelectorSize ? BySelector.GetValueOrDefault(Number(callData[..AbiFunction.SelectorSize])) : null;

    private static uint Number(ReadOnlySpan<byte> selector) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(selector);
}
