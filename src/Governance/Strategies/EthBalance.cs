using System.Globalization;
using System.Numerics;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary><c>eth-balance</c>: the account's balance of the chain's own coin.</summary>
public sealed class EthBalance : IStrategy
{
    private const int Wei = 18;

    public string Name => "eth-balance";

    public string? FaultOf(StrategyDefinition definition) => definition.DecimalsFault();

    public int Decimals(StrategyDefinition definition) => definition.Number("decimals") is { } decimals and > 0 ? decimals : Wei;

    public async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var state = view.StateOf(definition.Network);
        var answers = await state.Chain.BatchAsync([.. voters.Select(voter => new RpcCall("eth_getBalance", voter, state.At))], cancellationToken);
        return [.. answers.Select(answer => Quantity(answer.ValueOrThrow().GetString()))];
    }

    private static VotingPower Quantity(string? hex) =>
        hex is { Length: > 2 and <= 66 } && hex.StartsWith("0x", StringComparison.Ordinal)
        && BigInteger.TryParse("0" + hex[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var wei)
            ? VotingPower.FromBigInteger(wei)
            : throw new RpcException(new RpcFault(RpcFaultKind.Transient, "", "eth_getBalance", "the provider's answer is no balance"));
}
