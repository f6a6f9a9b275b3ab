using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Tests.Execution.Lifecycles;

/// <summary>One call of one account.</summary>
/// <param name="Player">The account's number.</param>
/// <param name="Gas">What it needs at most.</param>
public sealed record Act(int Player, Address Target, byte[] Call, long Gas = 250_000);

/// <summary>Many accounts that act many times in one block (Troupe.sol). What a contract refuses is passed over, as a reverted transaction would be.</summary>
public sealed class Troupe
{
    private const long GasOfOneTransaction = 14_000_000;

    private static readonly AbiFunction Hire = AbiFunction.Parse("hire(uint256)");
    private static readonly AbiFunction Play = AbiFunction.Parse("play((uint256,address,bytes)[])");
    private static readonly AbiFunction Players = AbiFunction.Parse("players(uint256)(address)");
    private static readonly AbiFunction Aggregate = AbiFunction.Parse("aggregate3((address,bool,bytes)[])((bool,bytes)[])");

    private readonly Anvil _anvil;
    private readonly DevContract _troupe;
    private readonly Address _multicall;
    private readonly List<Address> _players = [];

    private Troupe(Anvil anvil, DevContract troupe, Address multicall) => (_anvil, _troupe, _multicall) = (anvil, troupe, multicall);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Address this[int player] => _players[player];

    public int Count => _players.Count;

    public static async Task<Troupe> HireAsync(Anvil anvil, int players)
    {
        var director = anvil.Accounts[9];
        var troupe = new Troupe(anvil, await DevContract.DeployAsync(anvil, director, "Troupe", [], Ct), (await DevContract.DeployAsync(anvil, director, "Multicall", [], Ct)).Address);
        for (int hired = 0; hired < players; hired += 50) await troupe._troupe.SendAsync(director, Hire, new BigInteger(Math.Min(50, players - hired)));
        var addresses = await troupe.AskAsync([.. Enumerable.Range(0, players).Select(i => (troupe._troupe.Address, Players.Encode(new BigInteger(i))))]);
        troupe._players.AddRange(addresses.Select(bytes => Players.DecodeResult(bytes).Address(0)));
        return troupe;
    }

    /// <summary>All these acts in one block of this time.</summary>
    public async Task PlayAsync(IEnumerable<Act> acts, DateTimeOffset time)
    {
        await _anvil.Controls.SetAutomineAsync(false, Ct);
        foreach (var transaction in Transactions(acts)) await _anvil.Client.RequestAsync("eth_sendTransaction", Ct, transaction);
        await _anvil.Controls.MineAtAsync(time, Ct);
        await _anvil.Controls.SetAutomineAsync(true, Ct);
    }

    /// <summary>What these calls return at the head; each must return.</summary>
    public async Task<IReadOnlyList<byte[]>> AskAsync(IReadOnlyList<(Address Target, byte[] Call)> questions)
    {
        var call = new EthCall(_multicall, Aggregate.Encode((object)questions.Select(each => (object)new object[] { each.Target, false, each.Call }).ToArray()), Gas: 1_000_000_000);
        var answers = Aggregate.DecodeResult(await _anvil.Client.CallAsync(call, BlockRef.Latest, Ct)).List<AbiValues>(0);
        return [.. answers.Select(answer => answer.Bytes(1))];
    }

    private IEnumerable<Dictionary<string, object?>> Transactions(IEnumerable<Act> acts)
    {
        List<object> together = [];
        long gas = 0;
        foreach (var act in acts)
        {
            if (gas + act.Gas > GasOfOneTransaction)
            {
                yield return Transaction(together);
                (together, gas) = ([], 0);
            }

            together.Add(new object[] { new BigInteger(act.Player), act.Target, act.Call });
            gas += act.Gas;
        }

        if (together.Count > 0) yield return Transaction(together);
    }

    private Dictionary<string, object?> Transaction(List<object> acts) =>
        new() { ["from"] = _anvil.Accounts[9], ["to"] = _troupe.Address, ["data"] = Play.Encode((object)acts.ToArray()), ["gas"] = DevTransaction.MostGas };
}
