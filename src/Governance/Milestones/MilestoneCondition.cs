using System.Numerics;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>How a call's answer is held against the wanted value.</summary>
public enum Comparison
{
    AtLeast,
    Above,
    Equal,
    AtMost,
    Below,
}

/// <summary>One thing that the chain must show.</summary>
/// <param name="Contract">The contract that is asked or listened to.</param>
public abstract record MilestoneCondition(Address Contract)
{
    /// <summary>As in the signed JSON: call, event, timelock or safe.</summary>
    public abstract string Kind { get; }

    /// <summary>What is called at each block; null: only events tell.</summary>
    public virtual EthCall? Call => null;

    /// <summary>The first topics of the events that tell; empty: only the call does.</summary>
    public virtual IReadOnlyList<Hash32> Topics => [];

    /// <summary>Whether what was met may cease to be: a call's answer can change, an event stays written.</summary>
    public virtual bool CanRevert => false;
}

/// <summary>A view function must answer so much.</summary>
/// <param name="Arguments">The encoded call.</param>
/// <param name="Output">Which of the function's results counts, from 0.</param>
/// <param name="Value">The wanted value as text: a decimal number, true or false, an address, bytes.</param>
/// <param name="Unit">How numbers are shown; null: as they are.</param>
public sealed record CallCondition(
    Address Contract, AbiFunction Function, byte[] Arguments, int Output, Comparison Comparison, string Value, MilestoneUnit? Unit) : MilestoneCondition(Contract)
{
    private const int MaxReturnBytes = 8192;
    private const ulong MaxGas = 10_000_000;

    public override string Kind => "call";

    public override EthCall Call => new(Contract, Arguments, MaxGas, MaxReturnBytes: MaxReturnBytes);

    public override bool CanRevert => true;

    public AbiType OutputType => Function.Outputs.List[Output].Type;

    public bool IsNumeric => OutputType.Kind is AbiKind.UnsignedInteger or AbiKind.SignedInteger;

    /// <summary>What the answer says, as text.</summary>
    /// <exception cref="AbiException">It is not what the function's signature promises.</exception>
    public string Read(ReadOnlySpan<byte> returned) => AbiJson.Text(Function.DecodeResult(returned)[Output]);

    /// <summary>Whether an answer is what was wanted.</summary>
    public bool Holds(string answer)
    {
        if (Comparison == Comparison.Equal) return answer == Value;
        int order = Number(answer).CompareTo(Number(Value));
        return Comparison switch
        {
            Comparison.AtLeast => order >= 0,
            Comparison.Above => order > 0,
            Comparison.AtMost => order <= 0,
            _ => order < 0,
        };
    }

    /// <summary>How much of the way an answer is, 0 to 10,000 basis points, rounded down; null where there is no way to measure.</summary>
    public int? ProgressOf(string answer)
    {
        if (!IsNumeric || Comparison is not (Comparison.AtLeast or Comparison.Above) || Number(Value) is not { Sign: > 0 } wanted) return null;
        var reached = BigInteger.Max(BigInteger.Zero, Number(answer));
        return Holds(answer) ? 10_000 : (int)BigInteger.Min(9_999, reached * 10_000 / wanted);
    }

    private static BigInteger Number(string text) => BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How a milestone's numbers are shown.</summary>
/// <param name="Decimals">0 to 77.</param>
/// <param name="Whole">What the wanted value is a part of, base units; null: nothing.</param>
public sealed record MilestoneUnit(int Decimals, string Symbol, BigInteger? Whole);

/// <summary>An event must appear, after the proposal was published.</summary>
/// <param name="Where">Values that its parameters must have.</param>
public sealed record EventCondition(Address Contract, AbiEvent Event, IReadOnlyList<ParameterMatch> Where) : MilestoneCondition(Contract)
{
    public override string Kind => "event";

    public override IReadOnlyList<Hash32> Topics => [Event.Topic0];

    /// <summary>Whether a log is this event with the wanted values.</summary>
    public bool IsSaidBy(LogEntry log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Address != Contract || log.Topics.Count == 0 || log.Topics[0] != Event.Topic0) return false;
        try
        {
            var values = Event.Decode(log.Topics, log.Data);
            return Where.All(match => AbiJson.Text(values[match.Index]) == match.Value);
        }
        catch (AbiException)
        {
            // The same signature with other indexing is another event.
            return false;
        }
    }
}

/// <summary>One parameter of an event and the value that it must have, as text.</summary>
public sealed record ParameterMatch(int Index, string Name, string Value);

/// <summary>A timelock's operation must be carried out (OpenZeppelin's TimelockController).</summary>
public sealed record TimelockCondition(Address Contract, Hash32 Operation) : MilestoneCondition(Contract)
{
    internal static readonly AbiFunction IsDone = AbiFunction.Parse("isOperationDone(bytes32)(bool)");
    internal static readonly AbiEvent Executed = AbiEvent.Parse("CallExecuted(bytes32 indexed id,uint256 indexed index,address target,uint256 value,bytes data)");
    internal static readonly AbiEvent Cancelled = AbiEvent.Parse("Cancelled(bytes32 indexed id)");

    public override string Kind => "timelock";

    public override EthCall Call => new(Contract, IsDone.Encode(Operation), MaxReturnBytes: AbiType.Word);

    public override IReadOnlyList<Hash32> Topics => [Executed.Topic0, Cancelled.Topic0];
}

/// <summary>
/// A Safe must carry something out: the transaction of a hash, or, where a module acts for it, anything of that module
/// (Safe's events name no more than the module then).
/// </summary>
/// <param name="Transaction">The Safe's own hash of it (safeTxHash); null: <paramref name="Module"/> is given.</param>
public sealed record SafeCondition(Address Contract, Hash32? Transaction, Address? Module) : MilestoneCondition(Contract)
{
    // The first topic is the same whether the hash is indexed (Safe 1.4.1 and later) or not; it then stands in a topic or in the data.
    internal static readonly Hash32 Success = AbiEvent.Parse("ExecutionSuccess(bytes32 txHash,uint256 payment)").Topic0;
    internal static readonly Hash32 Failure = AbiEvent.Parse("ExecutionFailure(bytes32 txHash,uint256 payment)").Topic0;
    internal static readonly Hash32 ModuleSuccess = AbiEvent.Parse("ExecutionFromModuleSuccess(address indexed module)").Topic0;
    internal static readonly Hash32 ModuleFailure = AbiEvent.Parse("ExecutionFromModuleFailure(address indexed module)").Topic0;

    public override string Kind => "safe";

    public override IReadOnlyList<Hash32> Topics => Transaction is null ? [ModuleSuccess, ModuleFailure] : [Success, Failure];
}
