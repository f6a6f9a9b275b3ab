using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>erc20-votes-with-override</c>: ERC-5805 <c>getVotes(account)</c>, and besides the account's own <c>balanceOf</c> when it delegated to another. Who
/// votes himself takes his balance out of his delegate's votes, which never fall below zero.
/// </summary>
public sealed class Erc20VotesWithOverride() : TokenCall("erc20-votes-with-override", "getVotes(address)(uint256)")
{
    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address)(uint256)");
    private static readonly AbiFunction DelegateOf = AbiFunction.Parse("delegates(address)(address)");

    // Snapshot's switches that would follow the delegate registry too, and its other names of the token's functions.
    private static readonly string[] Switches = ["includeSnapshotDelegations", "isSnapshotDelegatedScore"];
    private static readonly string[] Names = ["getVotesName", "balanceOfName", "delegatesName", "getVotesABI", "balanceOfABI", "delegatesABI"];

    public override Overriding Overriding => Overriding.TakenBack;

    public override string? FaultOf(StrategyDefinition definition)
    {
        if (Switches.FirstOrDefault(name => definition.Params.TryGetProperty(name, out var given) && given.ValueKind is not (System.Text.Json.JsonValueKind.False or System.Text.Json.JsonValueKind.Null)) is { } on)
            return $"erc20-votes-with-override: params.{on} is not supported: it follows two kinds of delegation at once, and a vote would be taken back twice. Leave it out, or use the strategy 'delegation'.";
        if (Names.FirstOrDefault(name => definition.Params.TryGetProperty(name, out _)) is { } renamed)
            return $"erc20-votes-with-override: params.{renamed} is not supported: the token is asked by getVotes, balanceOf and delegates (ERC-5805).";
        return base.FaultOf(definition);
    }

    public override async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken) =>
        [.. (await ReadSourcesAsync(definition, view, voters, cancellationToken)).Select(reading => reading.Raw)];

    public override async Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var state = view.StateOf(definition.Network);
        object[][] each = [.. voters.Select(voter => new object[] { voter })];
        var votes = CallAsync(Function, definition, state, each, cancellationToken);
        var balances = CallAsync(BalanceOf, definition, state, each, cancellationToken);
        var delegates = CallAsync(DelegateOf, definition, state, each, cancellationToken);
        await Task.WhenAll(votes, balances, delegates);
        return [.. voters.Select((voter, i) => Reading(voter, votes.Result[i], balances.Result[i], AddressOf(delegates.Result[i])))];
    }

    private static SourceReading Reading(Address voter, VotingPower votes, VotingPower balance, Address to)
    {
        // Who delegated to nobody has no votes, and to himself has them already.
        var takesBack = to == default || to == voter || balance.IsZero ? null : new TakenBack(to, balance);
        return new SourceReading(votes + (takesBack?.Raw ?? VotingPower.Zero), new DelegatedPower(votes, [], takesBack));
    }

    // The last 20 bytes of the word; dirty ones before them are no address.
    private static Address AddressOf(VotingPower word)
    {
        var bytes = word.ToBytes();
        return bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0)
            ? throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_call", "delegates(address) of the token gave no address"))
            : new Address(bytes.AsSpan(12));
    }
}
