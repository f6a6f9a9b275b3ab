using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Strategies;

/// <summary>
/// <c>old-chain-balances</c>: balances of a chain that the community leaves, from an imported list, for the Ethereum accounts that its old accounts are linked to by
/// the claim contract's events up to the snapshot block or by an imported list of links. Rules: <c>../Migration/README.md</c>. <c>network</c> is the claim contract's chain.
/// </summary>
public sealed class OldChainBalances : IStrategy
{
    public const string StrategyName = "old-chain-balances";

    // Substrate's usual.
    private const int DefaultDecimals = 12;

    public string Name => StrategyName;

    // What is frozen must stay true: a claim that a reorganisation takes back would leave its link behind.
    public bool NeedsFinalBlocks => true;

    public IEnumerable<ulong> Chains(StrategyDefinition definition) => Source(definition).Claims.Count > 0 ? [definition.Network] : [];

    // Everything that a vote needs was read when the proposal was published.
    public bool AsksChain(StrategyDefinition definition) => false;

    public IEnumerable<NeededList> Lists(StrategyDefinition definition)
    {
        var source = Source(definition);
        yield return new(source.List, ListKind.OldBalances);
        if (source.Links is { } links) yield return new(links, ListKind.Links);
        if (source.ClaimsRead is { } claims) yield return new(claims, ListKind.Claims);
    }

    public string? FaultOf(StrategyDefinition definition) => OldChainSource.Read(definition, out var fault) is null ? fault : definition.DecimalsFault();

    public bool IsOwnAccount(string text) => OldAccount.TryParse(text, out _);

    public int Decimals(StrategyDefinition definition) => definition.Number("decimals") ?? DefaultDecimals;

    public async Task<FrozenStrategy> FreezeAsync(StrategyDefinition definition, SnapshotView view, CancellationToken cancellationToken)
    {
        var source = Source(definition);
        if (source.Claims.Count == 0) return new(definition, []);
        var block = view.StateOf(definition.Network).Block;
        var record = await ClaimReader.ReadAsync(view.ProvidersOf(block.Chain), source.Claims, block.Number, block.Hash, cancellationToken);
        var file = ListFile.Of(string.Create(CultureInfo.InvariantCulture, $"claims on eip155:{block.Chain} up to block {block.Number}"), ListKind.Claims, record.ToBytes());
        var parameters = JsonNode.Parse(definition.Params.GetRawText())!.AsObject();
        parameters[OldChainSource.ClaimsReadParameter] = file.Reference;
        return new(definition with { Params = JsonSerializer.SerializeToElement(parameters) }, [file]);
    }

    public string? FrozenFaultOf(StrategyDefinition definition, IReadOnlyList<SnapshotBlock> snapshots, ParsedLists lists)
    {
        var source = Source(definition);
        if (source.Claims.Count == 0) return null;
        if (source.ClaimsRead is not { } hash) return $"{Name} names claim contracts, but not what they said";
        var record = lists.Claims(hash);
        if (record.Chain != definition.Network || !record.Contracts.SequenceEqual(source.Claims)) return $"{Name}: the claims that were read are of other contracts than those declared";
        if (snapshots.FirstOrDefault(snapshot => snapshot.Chain == record.Chain) is not { } block || block.Number != record.Block || block.Hash != record.BlockHash) return $"{Name}: the claims were read up to block {record.Block}, which is not the proposal's";
        return record.Claims.Any(claim => claim.Block > record.Block || source.Claims.All(contract => contract.Address != claim.Contract)) ? $"{Name}: a claim is later than the proposal's block, or of another contract" : null;
    }

    public IReadOnlyDictionary<Address, VotingPower> Listed(StrategyDefinition definition, ParsedLists lists) => Linked(definition, lists).Powers;

    public Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var linked = Linked(definition, view.Lists);
        return Task.FromResult<IReadOnlyList<VotingPower>>([.. voters.Select(linked.Of)]);
    }

    /// <summary>Every old account with its evidence.</summary>
    /// <exception cref="InvalidDataException">A list is not there or was altered, or the proposal was not published yet.</exception>
    public static LinkedBalances Linked(StrategyDefinition definition, ParsedLists lists) => lists.Linked(definition.Params.GetRawText(), files =>
    {
        var source = Source(definition);
        if (source.Claims.Count > 0 && source.ClaimsRead is null) throw new InvalidDataException("The claims are read when a proposal is published: before that nobody's link is known.");
        var claims = source.ClaimsRead is { } record ? files.Claims(record) : null;
        return LinkedBalances.Link(files.OldBalances(source.List), claims, source.Links is { } links ? files.Links(links) : LinkList.Empty, source.Rules);
    });

    /// <summary>The parameters, of a definition that <see cref="FaultOf"/> finds nothing wrong with.</summary>
    public static OldChainSource Source(StrategyDefinition definition) => OldChainSource.Read(definition, out var fault) ?? throw new InvalidDataException(fault);
}
