using System.Collections.Frozen;
using System.Numerics;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>Why a contract refused, in words (Solidity's Error and Panic, OpenZeppelin's custom errors).</summary>
public static class RevertReason
{
    private const int MaxText = 300;

    private static readonly AbiFunction Error = AbiFunction.Parse("Error(string reason)");
    private static readonly AbiFunction Panic = AbiFunction.Parse("Panic(uint256 code)");

    private static readonly FrozenDictionary<string, AbiFunction> Custom = new[]
    {
        "OwnableUnauthorizedAccount(address account)", "OwnableInvalidOwner(address owner)", "AccessControlUnauthorizedAccount(address account,bytes32 role)", "AccessControlBadConfirmation()",
        "ERC20InsufficientBalance(address sender,uint256 balance,uint256 needed)", "ERC20InsufficientAllowance(address spender,uint256 allowance,uint256 needed)",
        "ERC20InvalidReceiver(address receiver)", "ERC20InvalidSender(address sender)", "SafeERC20FailedOperation(address token)", "EnforcedPause()", "ExpectedPause()",
        "TimelockUnauthorizedCaller(address caller)", "TimelockUnexpectedOperationState(bytes32 operationId,bytes32 expectedStates)", "TimelockInsufficientDelay(uint256 delay,uint256 minDelay)",
        "GovernorOnlyExecutor(address account)", "GovernorOnlyProposer(address account)", "GovernorInvalidQuorumFraction(uint256 quorumNumerator,uint256 quorumDenominator)", "GovernorInvalidVotingPeriod(uint256 votingPeriod)",
        "UUPSUnauthorizedCallContext()", "ERC1967InvalidImplementation(address implementation)", "FailedCall()", "FailedInnerCall()", "InvalidInitialization()", "ReentrancyGuardReentrantCall()",
    }.Select(AbiFunction.Parse).ToFrozenDictionary(error => Hex.Format(error.Selector));

    /// <param name="data">What the contract returned when it reverted.</param>
    public static string Of(ReadOnlySpan<byte> data)
    {
        if (data.Length < AbiFunction.SelectorSize) return "The contract refuses it and does not say why.";
        string selector = Hex.Format(data[..AbiFunction.SelectorSize]);
        try
        {
            if (data.StartsWith(Error.Selector)) return $"The contract refuses it: “{Cut(Error.DecodeArguments(data).Text(0))}”.";
            if (data.StartsWith(Panic.Selector)) return $"The contract fails: {Meaning(Panic.DecodeArguments(data).Integer(0))}.";
            if (Custom.TryGetValue(selector, out var custom))
            {
                var values = custom.DecodeArguments(data);
                return $"The contract refuses it: {custom.Name}({string.Join(", ", custom.Inputs.List.Select((parameter, i) => $"{parameter.Name} {Shown(values[i])}"))}).";
            }
        }
        catch (AbiException)
        {
            // Said below: the bytes are not what their selector promises.
        }

        return $"The contract refuses it with its own error {selector}.";
    }

    private static string Shown(object value) => value is Hash32 hash ? ContractNames.RoleOf(hash) : AbiJson.Text(value);

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    // Solidity: "Panic via assert and Error via require".
    private static string Meaning(BigInteger code) => (code <= 255 ? (int)code : 0) switch
    {
        0x01 => "an assertion does not hold",
        0x11 => "a calculation overflows",
        0x12 => "it divides by zero",
        0x21 => "a number names no member of an enumeration",
        0x22 => "stored bytes are encoded wrongly",
        0x31 => "it takes from an empty list",
        0x32 => "a place outside a list is asked for",
        0x41 => "it asks for too much memory",
        0x51 => "a function that was never set is called",
        _ => $"panic {code}",
    };
}
