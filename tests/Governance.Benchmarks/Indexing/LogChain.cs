using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Benchmarks.Indexing;

/// <summary>
/// A local chain with 100,000 votes on 100 proposals in some 60 blocks, said by a contract that only says so (LogMill.sol): built anew
/// in some seconds, because the node would write its state file of 120 MB each second while it is measured.
/// </summary>
internal static class LogChain
{
    internal const int Proposals = 100, Votes = 100_000;

    private const int VotesOfBlock = 100, BlocksAfter = 20;

    // Twenty in a block: 2,000 logs, a reply of some 1.5 MB.
    private const ulong GasOfTransaction = 1_500_000;

    private static readonly AbiFunction Propose = AbiFunction.Parse("propose(uint256,uint256,uint256,string)");
    private static readonly AbiFunction Vote = AbiFunction.Parse("vote(uint256,uint256,uint256,string)");

    /// <summary>The first contract that the node's first account makes.</summary>
    internal static readonly Address Mill = Address.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");

    internal static async Task<Anvil> StartAsync()
    {
        var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1) });
        await BuildAsync(anvil);
        return anvil;
    }

    private static async Task BuildAsync(Anvil anvil)
    {
        var owner = anvil.Accounts[0];
        var mill = await DevContract.DeployAsync(anvil, owner, "LogMill", []);
        if (mill.Address != Mill) throw new InvalidOperationException($"The mill is at {mill.Address}.");
        DevTransaction Transaction(AbiFunction function, params object[] arguments) => mill.Transaction(owner, function, arguments) with { Gas = GasOfTransaction };
        var story = Enumerable.Range(1, Proposals).Select(id => Transaction(Propose, new BigInteger(id), new BigInteger(100 + id), new BigInteger(2_000 + id), $"# Proposal {id}\n\nIts text."))
            .Concat(Enumerable.Range(0, Votes / VotesOfBlock).Select(i => Transaction(
                Vote, new BigInteger(1 + (i % Proposals)), new BigInteger(i / Proposals * VotesOfBlock), new BigInteger(VotesOfBlock), i % 7 == 0 ? "Because it is time." : "")));
        await anvil.Transactions.SendManyAsync(story);
        await anvil.Controls.MineAsync(BlocksAfter);
    }
}
