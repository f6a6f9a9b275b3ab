using System.Numerics;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>A strategy that asks one contract one number for each account.</summary>
public abstract class TokenCall : IStrategy
{
    /// <summary>Where the settings name none: what Snapshot's formatUnits takes.</summary>
    private protected const int DefaultDecimals = 18;

    private protected TokenCall(string name, string function)
    {
        Name = name;
        Function = AbiFunction.Parse(function);
    }

    public string Name { get; }

    public virtual Overriding Overriding => Overriding.Never;

    private protected AbiFunction Function { get; }

    public virtual string? FaultOf(StrategyDefinition definition) => AddressFault(definition) ?? definition.DecimalsFault();

    public virtual int Decimals(StrategyDefinition definition) => definition.Number("decimals") ?? DefaultDecimals;

    public virtual async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var state = view.StateOf(definition.Network);
        return await CallAsync(Function, definition, state, [.. voters.Select(voter => Arguments(definition, voter))], cancellationToken);
    }

    public virtual async Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(definition, view, voters, cancellationToken)).Select(raw => new SourceReading(raw))];

    private protected virtual object[] Arguments(StrategyDefinition definition, Address voter) => [voter];

    private protected string? AddressFault(StrategyDefinition definition) =>
        Address.TryParse(definition.Text("address"), out _) ? null : $"{Name} needs params.address, the token's contract, for example \"0x5FbDB2315678afecb367f032d93F642f64180aa3\".";

    /// <summary>The one number that each call gives.</summary>
    /// <exception cref="RpcException">A provider or the contract failed.</exception>
    private protected static async Task<IReadOnlyList<VotingPower>> CallAsync(
        AbiFunction function, StrategyDefinition definition, SnapshotState state, IReadOnlyList<object[]> arguments, CancellationToken cancellationToken)
    {
        var token = Address.Parse(definition.Text("address")!);
        var calls = arguments.Select(values => new EthCall(token, function.Encode(values), MaxReturnBytes: 1024)).ToArray();
        var outcomes = await state.Chain.CallManyAsync(calls, state.At, cancellationToken);
        return [.. outcomes.Select(outcome => Read(outcome, function, definition, state))];
    }

    // Where there is no such contract (yet) every call answers nothing: that is a wrong setting or a wrong block, not an empty wallet.
    private static VotingPower Read(CallOutcome outcome, AbiFunction function, StrategyDefinition definition, SnapshotState state)
    {
        if (outcome.Returned is not { Length: 32 } word)
            throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_call",
                $"{function.Signature} of {definition.Text("address")} gave no number at block {state.Block.Number} of chain {state.Block.Chain}: is the token there, and was it by then?"));
        return VotingPower.FromBigInteger(new BigInteger(word, isUnsigned: true, isBigEndian: true));
    }
}
