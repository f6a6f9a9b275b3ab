using System.Numerics;
using System.Text.Json.Nodes;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Tests.Strategies;

/// <summary>Powers of many voters in one call of Multicall3 where it stands, in batches where it does not; the same numbers either way.</summary>
public sealed class MulticallTests
{
    // Reverts for the account 0x…dead, loops without end for 0x…beef, returns 1 for every other.
    private static readonly byte[] FailsForTwo = Hex.Parse("0x6004358061dead14601a5761beef14601e5760015f5260205ff35b5f5ffd5b601e56");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ManyVoters_CostOneCall_WhereTheContractStands_AndTheNumbersAreTheSame(bool stands)
    {
        await using var chain = await WatchedChain.StartAsync();
        var voters = Enumerable.Range(1, 250).Select(i => Signers.Named($"voter {i}").Address).ToArray();
        await chain.Contracts.Token.MintManyAsync(chain.Owner, [.. voters.Take(200).Select((voter, i) => KeyValuePair.Create(voter, new BigInteger(i + 1)))]);
        if (stands) await StandAsync(chain, new ChainClientOptions().Multicall!.Value);
        var (calls, wire) = Counted();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(wire)));
        var block = await chain.PinAsync();
        var strategy = PowerReadings.Strategy("erc20-balance-of", $$"""{"address":"{{chain.Token}}"}""");

        var readings = await Task.WhenAll(voters.Select(voter => portal.ReadAsync(voter, block, strategy, question: 1)));

        readings.Select(reading => reading.Value.Total.ToString()).ShouldBe(Enumerable.Range(1, 250).Select(i => i <= 200 ? $"{i}" : "0"));
        if (stands) calls.Count.ShouldBeLessThan(20);
        else calls.Count.ShouldBe(250);
    }

    [Fact]
    public async Task TheContractMayStandElsewhere_AndOneAccountsFailureIsItsOwn()
    {
        await using var chain = await WatchedChain.StartAsync();
        var multicall = await DevContract.DeployAsync(chain.Anvil, chain.Owner, "ManyCalls", [], Ct);
        var contract = Address.Parse("0x00000000000000000000000000000000000011aa");
        await chain.Anvil.Controls.SetCodeAsync(contract, FailsForTwo, Ct);
        await chain.Anvil.Controls.MineAsync(ct: Ct);
        var (asked, wire) = Counted();
        using var http = new HttpClient(wire);
        var client = new ChainClient(chain.Anvil.ChainId, [chain.Anvil.Url], http, new ChainClientOptions { Multicall = multicall.Address, Timeout = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        string[] accounts = [.. Enumerable.Range(1, 8).Select(i => $"0x{i:x40}"), $"0x{0xdead:x40}", $"0x{0xbeef:x40}", $"0x{11:x40}"];
        var balanceOf = AbiFunction.Parse("balanceOf(address)(uint256)");
        EthCall[] calls = [.. accounts.Select(account => new EthCall(contract, balanceOf.Encode(Address.Parse(account))))];

        var outcomes = await client.CallManyAsync(calls, BlockRef.At((await chain.PinAsync()).Hash), Ct);

        outcomes.Select(outcome => outcome.IsReturned).ShouldBe(accounts.Select((_, i) => i is not (8 or 9)));
        outcomes.Where(outcome => outcome.IsReturned).ShouldAllBe(outcome => balanceOf.DecodeResult(outcome.Returned!).Integer(0) == 1);
        asked.ShouldContain(to => Address.Parse(to) == multicall.Address);
    }

    [Fact]
    public async Task SomethingElseAtThatAddress_IsNotBelieved()
    {
        await using var chain = await WatchedChain.StartAsync();
        // Answers one word to everything.
        await chain.Anvil.Controls.SetCodeAsync(new ChainClientOptions().Multicall!.Value, Hex.Parse("0x60205f5260405ff3"), Ct);
        await chain.Anvil.Controls.MineAsync(ct: Ct);
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        await chain.Contracts.Token.MintAsync(chain.Owner, Signers.Alice.Address, 5);
        var block = await chain.PinAsync();
        var strategy = PowerReadings.Strategy("erc20-balance-of", $$"""{"address":"{{chain.Token}}"}""");
        var voters = Enumerable.Range(1, 20).Select(i => Signers.Named($"voter {i}").Address).Append(Signers.Alice.Address);

        var readings = await Task.WhenAll(voters.Select(voter => portal.ReadAsync(voter, block, strategy, question: 1)));

        readings.Select(reading => reading.Value.Total.ToString()).ShouldBe([.. Enumerable.Repeat("0", 20), "5"]);
    }

    private static async Task StandAsync(WatchedChain chain, Address address)
    {
        var deployed = await DevContract.DeployAsync(chain.Anvil, chain.Owner, "ManyCalls", [], Ct);
        await chain.Anvil.Controls.SetCodeAsync(address, await chain.Anvil.Client.GetCodeAsync(deployed.Address, BlockRef.Latest, Ct), Ct);
        await chain.Anvil.Controls.MineAsync(ct: Ct);
    }

    // Whom each eth_call asked.
    private static (List<string> Calls, Wire Wire) Counted()
    {
        var calls = new List<string>();
        return (calls, new Wire
        {
            Answer = question =>
            {
                lock (calls)
                {
                    if (question["method"]!.GetValue<string>() == "eth_call") calls.Add(((JsonObject)question["params"]![0]!)["to"]!.GetValue<string>());
                }

                return null;
            },
        });
    }
}
