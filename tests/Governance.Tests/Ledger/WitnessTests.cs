using System.Text;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Tests.Strategies;

namespace Governance.Tests.Ledger;

public sealed class WitnessTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AConfiguredWitness_CosignsAHeadThatWasSigned_AndNobodyElseDoes()
    {
        var options = new LedgerOptions();
        options.Witnesses.Add(new WitnessOptions { Address = Signers.Bob.Address.ToString(), Name = "Bob" });
        await using var portal = await TestPortal.StartAsync(ledger: options);
        await portal.OpenProposalAsync();
        var head = (await portal.Get<LedgerReader>().LatestAsync())!;
        var take = portal.Get<TakeCosignature>();
        byte[] text = Encoding.UTF8.GetBytes(head.Text);

        var taken = (await take.RunAsync(head.Size, Signers.Bob.SignPersonalMessage(text).ToArray())).Value;
        taken.Witness.ShouldBe(Signers.Bob.Address);
        (await take.RunAsync(head.Size, Signers.Bob.SignPersonalMessage(text).ToArray())).Rejection.ShouldBeNull("the same signature again is the same");
        (await portal.Get<WitnessStore>().NewestAsync()).ShouldHaveSingleItem().Head.Root.ShouldBe(head.Root);
        (await take.RunAsync(head.Size, Signers.Alice.SignPersonalMessage(text).ToArray())).Rejection!.Code.ShouldBe("not-a-witness");
        (await take.RunAsync(head.Size, Signers.Bob.SignPersonalMessage([.. text, 0]).ToArray())).Rejection!.Code.ShouldBe("not-a-witness");
        (await take.RunAsync(head.Size + 1, Signers.Bob.SignPersonalMessage(text).ToArray())).Rejection!.Code.ShouldBe("unknown-head");

        // The note with the witness's line is still a note whose first signature is the ledger's, and the line's bytes are the witness's.
        var note = head.Note(portal.Get<LedgerReader>().Signer) + taken.Line;
        Checkpoint.ParseNote(note)!.Root.ShouldBe(head.Root);
        taken.Line.ShouldStartWith($"— governance-witness/{Signers.Bob.Address.ToString().ToLowerInvariant()} ");
        Convert.FromBase64String(taken.Line.TrimEnd('\n').Split(' ')[2])[4..].ShouldBe(taken.Signature);
    }

    [Fact]
    public async Task AnAnchor_IsATransactionOfTheOperators_ThatCarriesAHead()
    {
        await using var anvil = await Anvil.StartAsync(new AnvilOptions(), Ct);
        var (operatorAccount, other) = (anvil.Accounts[1], anvil.Accounts[2]);
        var options = new LedgerOptions();
        options.Anchors.Add(new AnchorOptions { Chain = anvil.ChainId, Account = operatorAccount.ToString() });
        var chain = new ChainClient(anvil.ChainId, [anvil.Url], ChainClient.CreateHttp(), new ChainClientOptions(), TimeProvider.System);
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(new FollowedChain(chain, [], 0)), ledger: options);
        await portal.OpenProposalAsync();
        var head = (await portal.Get<LedgerReader>().LatestAsync())!;
        byte[] data = Anchor.DataOf(head);
        var take = portal.Get<TakeAnchor>();

        var sent = await anvil.Transactions.SendAsync(new DevTransaction(operatorAccount, operatorAccount, data), Ct);
        var anchor = (await take.RunAsync(anvil.ChainId, sent.TransactionHash, Ct)).Value;
        (anchor.Head.Size, anchor.Head.Root, anchor.Block, anchor.BlockHash, anchor.Sender).ShouldBe((head.Size, head.Root, sent.BlockNumber, sent.BlockHash, operatorAccount));
        (await portal.Get<WitnessStore>().AnchorsAsync(5)).ShouldHaveSingleItem().Transaction.ShouldBe(sent.TransactionHash);
        Encoding.UTF8.GetString(data).ShouldBe("governance-anchor/v1\n" + head.Text);

        async Task<string> RefusalAsync(Address from, byte[] bytes) =>
            (await take.RunAsync(anvil.ChainId, (await anvil.Transactions.SendAsync(new DevTransaction(from, from, bytes), Ct)).TransactionHash, Ct)).Rejection!.Code;
        (await RefusalAsync(other, data)).ShouldBe("foreign-anchor");
        (await RefusalAsync(operatorAccount, [1, 2, 3])).ShouldBe("no-anchor");
        (await RefusalAsync(operatorAccount, Anchor.DataOf(head with { Root = LedgerLeaf.Hash([1]) }))).ShouldBe("no-anchor");
        (await take.RunAsync(anvil.ChainId, LedgerLeaf.Hash([2]), Ct)).Rejection!.Code.ShouldBe("anchor-not-mined");
        (await take.RunAsync(4242, sent.TransactionHash, Ct)).Rejection!.Code.ShouldBe("not-anchoring");
        await anvil.DisposeAsync();
        (await take.RunAsync(anvil.ChainId, sent.TransactionHash, Ct)).Rejection!.Code.ShouldBe("anchor-unknown");
    }

    [Fact]
    public void WrongSettings_AreNamedWithAnExample()
    {
        var options = new LedgerOptions();
        options.Witnesses.Add(new WitnessOptions { Address = "Bob" });
        options.Anchors.Add(new AnchorOptions { Chain = 5, Account = "0x01" });
        options.Faults([1]).ShouldBe([
            "Ledger:Witnesses:0:Address is 'Bob': it must be an address, for example 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045.",
            "Ledger:Anchors:0:Chain is 5: that chain is not among Chains; add it there, for example Chains:0:Id=5.",
            "Ledger:Anchors:0:Account is '0x01': it must be an address, for example 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045.",
        ]);
    }
}
