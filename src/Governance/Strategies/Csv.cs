using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>csv</c>: balances from a file of <c>address,base units</c> that the operator imported. <c>params.csv</c> is <c>sha256:…</c>, the hash of the
/// file's bytes, so everybody who has the file can check that it is the one. Nothing is fetched: a list behind a link can change unseen.
/// </summary>
public sealed class Csv : IStrategy
{
    private const int DefaultDecimals = 18;

    public string Name => "csv";

    public IEnumerable<ulong> Chains(StrategyDefinition definition) => [];

    public IEnumerable<NeededList> Lists(StrategyDefinition definition) => HashOf(definition) is { } hash ? [new(hash, ListKind.Balances)] : [];

    public IReadOnlyDictionary<Address, VotingPower> Listed(StrategyDefinition definition, ParsedLists lists) => lists.Balances(HashOf(definition)!.Value).Amounts;

    public string? FaultOf(StrategyDefinition definition)
    {
        if (HashOf(definition) is null) return "csv: params.csv must name the imported file by the SHA-256 of its bytes, for example \"sha256:2c26b46b…\"; this portal fetches no list from elsewhere.";
        if (definition.Text("lineSeparator") is not (null or "\n") || definition.Text("fieldSeparator") is not (null or ",")) return "csv: the imported file has one account a line and a comma between account and amount; leave the separators out.";
        return definition.DecimalsFault();
    }

    public int Decimals(StrategyDefinition definition) => definition.Number("decimals") ?? DefaultDecimals;

    public Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var listed = Listed(definition, view.Lists);
        return Task.FromResult<IReadOnlyList<VotingPower>>([.. voters.Select(voter => listed.GetValueOrDefault(voter))]);
    }

    private static Hash32? HashOf(StrategyDefinition definition) => ListFile.HashOf(definition.Text("csv"));
}
