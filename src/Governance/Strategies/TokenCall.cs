using System.Numerics;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>A strategy that asks one contract one number for each account.</summary>
public abstract class TokenCall : IStrategy
{
    private const int DefaultDecimals = 18;
    private const int MaxDecimals = 36;

    private readonly AbiFunction _function;

    private protected TokenCall(string name, string function)
    {
        Name = name;
        _function = AbiFunction.Parse(function);
    }

    public string Name { get; }

    public bool NeedsChain => true;

    public string? FaultOf(StrategyDefinition definition)
    {
        if (!Address.TryParse(definition.Text("address"), out _)) return $"{Name} needs params.address, the token's contract, for example \"0x5FbDB2315678afecb367f032d93F642f64180aa3\".";
        if (definition.Params.TryGetProperty("decimals", out _) && definition.Number("decimals") is not (>= 0 and <= MaxDecimals)) return $"{Name}: params.decimals must be a whole number from 0 to {MaxDecimals}, for example 18.";
        return null;
    }

    public int Decimals(StrategyDefinition definition) => definition.Number("decimals") ?? DefaultDecimals;

    public async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotState? state, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var token = Address.Parse(definition.Text("address")!);
        var calls = voters.Select(voter => new EthCall(token, _function.Encode(voter), MaxReturnBytes: 1024)).ToArray();
        var outcomes = await state.Chain.CallManyAsync(calls, state.At, cancellationToken);
        return [.. outcomes.Select(outcome => Read(outcome, definition, state))];
    }

    // Where there is no such contract (yet) every call answers nothing: that is a wrong setting or a wrong block, not an empty wallet.
    private VotingPower Read(CallOutcome outcome, StrategyDefinition definition, SnapshotState state)
    {
        if (outcome.Returned is not { Length: 32 } word)
            throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_call",
                $"{_function.Signature} of {definition.Text("address")} gave no number at block {state.Block.Number} of chain {state.Block.Chain}: is the token there, and was it by then?"));
        return VotingPower.FromBigInteger(new BigInteger(word, isUnsigned: true, isBigEndian: true));
    }
}
