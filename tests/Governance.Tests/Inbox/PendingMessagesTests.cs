using System.Net;
using System.Net.Sockets;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Inbox;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Inbox;

public sealed class PendingMessagesTests
{
    [Fact]
    public async Task VoteOfAContractAccount_WaitsWhileTheProviderIsDown_AndCountsWhenItAnswers()
    {
        int port = FreePort();
        await using var portal = await TestPortal.StartAsync(chains: Chains(port));
        Address wallet;
        await using (var anvil = await Anvil.StartAsync(new AnvilOptions { Port = port }, TestContext.Current.CancellationToken)) wallet = await DeployAsync(anvil);
        var proposal = await portal.OpenProposalAsync(settings: SampleMessages.WhitelistSettings().Replace("\"network\":\"1\"", "\"network\":\"31337\"", StringComparison.Ordinal)
            .Replace(Signers.Carol.Address.ToString(), wallet.ToString(), StringComparison.Ordinal));
        var vote = SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1).As(wallet, Signers.Alice);

        (await portal.SendAsync(vote)).Rejection!.Code.ShouldBe("signature-unknown");
        var waiting = (await portal.Get<PendingStore>().FindAsync(vote.Id)).ShouldNotBeNull();
        waiting.ReceivedAtMs.ShouldBe(portal.Clock.Now.ToUnixTimeMilliseconds());
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(0);

        await using var back = await Anvil.StartAsync(new AnvilOptions { Port = port }, TestContext.Current.CancellationToken);
        (await DeployAsync(back)).ShouldBe(wallet);
        // After the end of voting: the vote arrived in time, only the chain was late.
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.End + 3_600);
        await portal.Get<RetryPendingService>().RunOnceAsync(TestContext.Current.CancellationToken);

        (await portal.Get<PendingStore>().FindAsync(vote.Id)).ShouldBeNull();
        var counted = (await portal.Get<VoteStore>().HistoryAsync(proposal.Key, wallet)).ShouldHaveSingleItem();
        counted.VotingPower.ToString().ShouldBe("400");
    }

    [Fact]
    public async Task VoteWithAWrongKey_IsForgotten_WhenTheChainSaysSo()
    {
        int port = FreePort();
        await using var portal = await TestPortal.StartAsync(chains: Chains(port));
        var proposal = await portal.OpenProposalAsync(settings: SampleMessages.WhitelistSettings().Replace("\"network\":\"1\"", "\"network\":\"31337\"", StringComparison.Ordinal));
        var forged = SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1).As(Signers.Bob.Address, Signers.Alice);
        (await portal.SendAsync(forged)).Rejection!.Code.ShouldBe("signature-unknown");

        await using var back = await Anvil.StartAsync(new AnvilOptions { Port = port }, TestContext.Current.CancellationToken);
        portal.Clock.Now = portal.Clock.Now.AddMinutes(1);
        await portal.Get<RetryPendingService>().RunOnceAsync(TestContext.Current.CancellationToken);

        (await portal.Get<PendingStore>().FindAsync(forged.Id)).ShouldBeNull();
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(0);
    }

    private static async Task<Address> DeployAsync(Anvil anvil) =>
        (await DevContract.DeployAsync(anvil, anvil.Accounts[0], "OwnedWallet", [Signers.Alice.Address], TestContext.Current.CancellationToken)).Address;

    private static ChainRegistry Chains(int port) => ChainRegistry.Of(
        [new ChainOptions { Id = 31337, Rpc = [$"http://127.0.0.1:{port}"] }], ChainClient.CreateHttp(), TimeProvider.System);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
