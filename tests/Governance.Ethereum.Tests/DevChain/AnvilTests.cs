using System.Diagnostics;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

public sealed class AnvilTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartsOnAFreePort_WithTheChainIdAskedFor()
    {
        await using var first = await Anvil.StartAsync(new AnvilOptions { ChainId = 1337 }, Ct);
        await using var second = await Anvil.StartAsync(new AnvilOptions { ChainId = 2035, Accounts = 3 }, Ct);

        first.Url.Host.ShouldBe("127.0.0.1");
        second.Url.Port.ShouldNotBe(first.Url.Port);
        (await first.Client.RequestAsync("eth_chainId", Ct)).GetString().ShouldBe("0x539");
        (await second.Client.RequestAsync("eth_chainId", Ct)).GetString().ShouldBe("0x7f3");
        first.Accounts.Count.ShouldBe(10);
        second.Accounts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Ends_WhenDisposed()
    {
        var anvil = await Anvil.StartAsync(ct: Ct);
        var url = anvil.Url;
        await anvil.DisposeAsync();

        using var http = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(url, Ct));
    }

    [Fact]
    public async Task SaysWhy_WhenItCannotStart()
    {
        await using var running = await Anvil.StartAsync(ct: Ct);
        var fault = await Should.ThrowAsync<DevChainException>(() => Anvil.StartAsync(new AnvilOptions { Port = running.Url.Port }, Ct));
        fault.Message.ShouldContain("in use");
    }

    [Fact]
    public async Task KeepsItsChain_InAStateFile()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "chain.json");
        await using (var first = await Anvil.StartAsync(new AnvilOptions { StateFile = file }, Ct))
        {
            await first.Controls.MineAsync(7, ct: Ct);
        }

        await using var second = await Anvil.StartAsync(new AnvilOptions { StateFile = file }, Ct);
        (await HeadAsync(second)).Number.ShouldBe(7ul);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task TellsThePast_ThenRunsInRealTime()
    {
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        await using var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = start }, Ct);
        await anvil.Controls.MineAtAsync(start.AddMinutes(10), Ct);
        (await anvil.Controls.TimeAsync(Ct)).ToUnixTimeSeconds().ShouldBe(start.AddMinutes(10).ToUnixTimeSeconds());

        await anvil.Controls.RunInRealTimeAsync(TimeSpan.FromSeconds(1), TimeProvider.System, Ct);
        var watch = Stopwatch.StartNew();
        while ((await HeadAsync(anvil)).Number < 12 && watch.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(100, Ct);

        (DateTimeOffset.UtcNow - await anvil.Controls.TimeAsync(Ct)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(3));
        ulong head = (await HeadAsync(anvil)).Number;
        (await anvil.Client.GetBlockAsync(BlockTag.Safe, Ct))!.Number.ShouldBeInRange(head - 4, head - 3);
        (await anvil.Client.GetBlockAsync(BlockTag.Finalized, Ct))!.Number.ShouldBeInRange(head - 8, head - 7);
    }

    [Fact]
    public async Task RefusesRealTime_WhenTheHeadIsInTheFuture()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        await anvil.Controls.MineAtAsync(DateTimeOffset.UtcNow.AddHours(1), Ct);
        await Should.ThrowAsync<DevChainException>(() => anvil.Controls.RunInRealTimeAsync(TimeSpan.FromSeconds(2), TimeProvider.System, Ct));
    }

    [Fact]
    public async Task ReplacesAndDropsBlocks()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        await anvil.Controls.MineAsync(5, ct: Ct);
        var (third, fourth) = (await anvil.Client.GetBlockAsync(3, Ct), await anvil.Client.GetBlockAsync(4, Ct));
        var gift = new ReorgTransaction(new DevTransaction(anvil.Accounts[0], anvil.Accounts[1], [], 1), 1);

        await anvil.Controls.ReorgAsync(2, [gift], Ct);
        (await HeadAsync(anvil)).Number.ShouldBe(5ul);
        (await anvil.Client.GetBlockAsync(3, Ct))!.Hash.ShouldBe(third!.Hash);
        (await anvil.Client.GetBlockAsync(4, Ct))!.Hash.ShouldNotBe(fourth!.Hash);
        (await anvil.Client.RequestAsync("eth_getBlockTransactionCountByNumber", Ct, 5)).GetString().ShouldBe("0x1");

        await anvil.Controls.RollbackAsync(3, Ct);
        (await HeadAsync(anvil)).Number.ShouldBe(2ul);
    }

    [Fact]
    public async Task BringsAReplacedBranchBack_BySnapshots()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var fork = await anvil.Controls.TimeAsync(Ct);
        var first = await BranchAsync(anvil, fork.AddSeconds(10));
        var second = await BranchAsync(anvil, fork.AddSeconds(20));
        var again = await BranchAsync(anvil, fork.AddSeconds(10));

        second.ShouldNotBe(first);
        again.ShouldBe(first);
    }

    // The same transactions at the same times after the same block are the same blocks.
    private static async Task<Hash32> BranchAsync(Anvil anvil, DateTimeOffset time)
    {
        var fork = await anvil.Controls.SnapshotAsync(Ct);
        await anvil.Controls.SetNextBlockTimeAsync(time, Ct);
        await anvil.Transactions.SendAsync(new DevTransaction(anvil.Accounts[0], anvil.Accounts[1], [], 1), Ct);
        await anvil.Controls.MineAtAsync(time.AddSeconds(5), Ct);
        var head = await HeadAsync(anvil);
        await anvil.Controls.RevertAsync(fork, Ct);
        return head.Hash;
    }

    private static async Task<BlockHeader> HeadAsync(Anvil anvil) => (await anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!;
}
