using System.Collections.Concurrent;
using Governance.Ethereum;

namespace Governance.Chains;

/// <summary>The chains that this portal follows, each with its client.</summary>
public sealed class ChainRegistry
{
    private readonly ConcurrentDictionary<ulong, FollowedChain> _chains = new();

    public IReadOnlyList<FollowedChain> List() => [.. _chains.Values.OrderBy(chain => chain.Client.ChainId)];

    public FollowedChain? Find(ulong chainId) => _chains.GetValueOrDefault(chainId);

    /// <summary>The client of a chain; null when the portal does not follow it.</summary>
    public ChainClient? Client(ulong chainId) => Find(chainId)?.Client;

    public void Add(FollowedChain chain) => _chains[chain.Client.ChainId] = chain;

    public static ChainRegistry Of(IEnumerable<ChainOptions> options, HttpClient http, TimeProvider clock)
    {
        var registry = new ChainRegistry();
        foreach (var chain in options)
        {
            var client = new ChainClient(chain.Id, [.. chain.Rpc.Select(url => new Uri(url))], http, new ChainClientOptions(), clock);
            var governors = chain.Governors.Select(g => new FollowedGovernor(Address.Parse(g.Address), g.Space)).ToArray();
            registry.Add(new FollowedChain(client, governors, chain.FromBlock)
            {
                Providers = [.. chain.Rpc.Select(url => new ChainClient(chain.Id, [new Uri(url)], http, new ChainClientOptions(), clock))],
                DelegationsFromBlock = chain.DelegationsFromBlock,
                Confidence = Enum.Parse<Confidence>(chain.Confidence, ignoreCase: true),
            });
        }

        return registry;
    }
}

/// <param name="Client">Its providers.</param>
/// <param name="Governors">The governors that are indexed on it.</param>
/// <param name="FromBlock">The first block that is indexed.</param>
public sealed record FollowedChain(ChainClient Client, IReadOnlyList<FollowedGovernor> Governors, ulong FromBlock)
{
    /// <summary>Each provider alone, for questions where two must give the same answer.</summary>
    public IReadOnlyList<ChainClient> Providers { get; init; } = [Client];

    /// <summary>How sure a proposal's snapshot block must be before power is read there.</summary>
    public Confidence Confidence { get; init; } = Confidence.Finalized;

    /// <summary>The first block where the chain's delegate registry may have an event; strategies may name their own.</summary>
    public ulong DelegationsFromBlock { get; init; }

    /// <summary>CAIP-2: <c>eip155:1</c>.</summary>
    public string Name => $"eip155:{Client.ChainId}";

    /// <summary>A development chain that may begin anew under the same number: then it is indexed afresh in place of stopping.</summary>
    public bool MayBeginAnew { get; init; }

    /// <summary>What is indexed, as text that is kept beside the rows: when it differs they are made anew. The first number changes with the indexer's own reading.</summary>
    internal string Followed => string.Join(' ', [$"3 from {FromBlock}", .. Governors.OrderBy(governor => governor.Address).Select(governor => $"{governor.Address}={governor.Space}")]);
}

public sealed record FollowedGovernor(Address Address, string Space);
