using System.Globalization;
using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Tests.Strategies;

namespace Governance.Tests.Votes;

/// <summary>People with tokens on a real chain who named each other in a delegate registry and in the token.</summary>
internal sealed class DelegationStory : IAsyncDisposable
{
    private static readonly AbiFunction SetDelegate = AbiFunction.Parse("setDelegate(bytes32,address)");
    private static readonly AbiFunction ClearDelegate = AbiFunction.Parse("clearDelegate(bytes32)");
    private readonly DevContract _registry;

    private DelegationStory(WatchedChain chain, DevContract registry, SigningKey[] people) => (Chain, _registry, People) = (chain, registry, people);

    public WatchedChain Chain { get; }

    public SigningKey[] People { get; }

    public string Registry => _registry.Address.ToString();

    public static async Task<DelegationStory> StartAsync(int people)
    {
        var ct = TestContext.Current.CancellationToken;
        var chain = await WatchedChain.StartAsync();
        var registry = await DevContract.DeployAsync(chain.Anvil, chain.Owner, "DelegateRegistry", [], ct);
        SigningKey[] keys = [.. Enumerable.Range(0, people).Select(i => Signers.Named(string.Create(CultureInfo.InvariantCulture, $"delegator {i}")))];
        await chain.Anvil.Controls.SetBalancesAsync(keys.Select(key => key.Address), BigInteger.Pow(10, 20), ct);
        await chain.Anvil.Controls.ImpersonateEverybodyAsync(ct: ct);
        return new(chain, registry, keys);
    }

    public Address Of(int person) => People[person].Address;

    /// <summary>Everybody's balance in whole tokens.</summary>
    public async Task MintAsync(params int[] tokens)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] > 0) await Chain.Contracts.Token.MintAsync(Chain.Owner, Of(i), tokens[i] * WatchedChain.Pha);
        }
    }

    public Task NameAsync(int person, string space, int to) => _registry.SendAsync(Of(person), SetDelegate, IdOf(space), Of(to));

    public Task ClearAsync(int person, string space) => _registry.SendAsync(Of(person), ClearDelegate, IdOf(space));

    public Task DelegateTokensAsync(int person, int to) => Chain.Contracts.Token.DelegateAsync(Of(person), Of(to));

    /// <summary>The strategy "delegation" or "with-delegation" over the token's balances.</summary>
    public string ByRegistry(string name, string space = "phala.eth") => $$"""
        {"name":"{{name}}","params":{"delegationSpace":"{{space}}","registry":"{{Registry}}","strategies":[{{Balances}}]} }
        """;

    public string Balances => $$"""{"name":"erc20-balance-of","params":{"address":"{{Chain.Token}}","decimals":18} }""";

    public string WithOverride => $$"""{"name":"erc20-votes-with-override","params":{"address":"{{Chain.Token}}","decimals":18} }""";

    /// <summary>Opens the space with these strategies; proposals come after.</summary>
    public static Task OpenSpaceAsync(TestPortal portal, params string[] strategies) => portal.AcceptAsync(SampleMessages.Settings(
        portal, $$"""{"name":"Phala","network":"31337","symbol":"PHA","strategies":[{{string.Join(',', strategies)}}]}"""));

    public static async Task<Proposal> ProposeAsync(TestPortal portal, SnapshotBlock block, string votingSystem, string title)
    {
        var receipt = await portal.AcceptAsync(SampleMessages.Proposal(portal, votingSystem, ["A", "B", "C"], message => (message["snapshot"], message["title"]) = (block.Number, title)));
        return (await portal.Get<ProposalStore>().FindAsync(receipt.Message.Id.ToString())).ShouldNotBeNull();
    }

    public ValueTask DisposeAsync() => Chain.DisposeAsync();

    private static Hash32 IdOf(string space)
    {
        var bytes = new byte[32];
        System.Text.Encoding.ASCII.GetBytes(space).CopyTo(bytes, 0);
        return new Hash32(bytes);
    }
}
