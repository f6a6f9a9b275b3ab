using System.Text.Json.Nodes;
using Governance.Audit;
using Governance.Chains;
using Governance.Database;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Tests.Exports;
using Governance.Tests.Indexing;
using Governance.Tests.Strategies;

namespace Governance.Tests.Audit;

/// <summary>What only a chain can tell: a portal that signed wrong powers and wrong contract signatures itself is found out by <c>--rpc</c>.</summary>
public sealed class ChainAuditTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task PowersAndContractSignatures_AreAskedForAgain_AndEachDifferenceIsNamed()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var early = await chain.PinAsync();
        var (bundle, wallet) = await FillAsync(chain, portal);

        var (exit, text) = await AuditAsync(portal, bundle, chain.Anvil.Url.ToString());
        exit.ShouldBe(0, text);
        text.ShouldContain("on chain    power of 3 votes and 1 contract signatures");
        text.ShouldNotContain("on trust");
        (exit, text) = await AuditAsync(portal, bundle);
        exit.ShouldBe(0, text);
        text.ShouldContain("on trust    1 signed by contracts (contract)");

        // The portal itself lies: it moves one unit of power from Bob to Alice, which changes no sum, and signs that.
        bundle.Entry(bundle.Vote(0), 7, evidence => evidence.Replace("\"3\"", "\"4\"", StringComparison.Ordinal));
        bundle.Entry(bundle.Vote(1), 7, evidence => evidence.Replace("\"5\"", "\"4\"", StringComparison.Ordinal));
        bundle.Entry(bundle.Vote(2), 7, evidence => System.Text.RegularExpressions.Regex.Replace(evidence, "\"signatureBlock\":\"0x[0-9a-f]{64}\"", $"\"signatureBlock\":\"{early.Hash}\""));
        Resign(portal, bundle);
        (exit, text) = await AuditAsync(portal, bundle);
        exit.ShouldBe(0, "offline, what the portal signed agrees with itself: " + text);
        (exit, text) = await AuditAsync(portal, bundle, chain.Anvil.Url.ToString());
        exit.ShouldBe(1);
        text.ShouldContain($"wrong-power: vote {IdOf(bundle, 0)} (ledger 2): the chain gives {Signers.Alice.Address} 3 by erc20-balance-of at the pinned blocks, the evidence says 4");
        text.ShouldContain($"the chain gives {Signers.Bob.Address} 5 by erc20-balance-of at the pinned blocks, the evidence says 4");
        text.ShouldContain($"wrong-signature: vote {IdOf(bundle, 2)} (ledger 4): the contract {wallet} does not accept it at block {early.Hash}");
        text.ShouldContain("DIFFERENT: 3 differences.");
    }

    [Fact]
    public async Task AnotherChainOfTheSameNumber_AndNoChainAtAll_AreSaid()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var (bundle, _) = await FillAsync(chain, portal);
        await using var fork = await Anvil.StartAsync(new AnvilOptions { ChainId = 31337 }, Ct);
        await using var foreign = await Anvil.StartAsync(new AnvilOptions { ChainId = 4242 }, Ct);

        var (exit, text) = await AuditAsync(portal, bundle, fork.Url.ToString());
        exit.ShouldBe(1);
        text.ShouldContain("DIFFERENT: 1 differences.");
        text.ShouldContain("wrong-block: block");
        text.ShouldContain("NOT ALL CHECKED: 3 questions to a chain got no answer.");
        text.ShouldContain("power-unreadable: vote");
        (exit, text) = await AuditAsync(portal, bundle, foreign.Url.ToString());
        exit.ShouldBe(0, text);
        text.ShouldContain("on trust    power on chain 31337: no --rpc of that chain was given");
        (exit, text) = await AuditAsync(portal, bundle, "ftp://chain.example");
        exit.ShouldBe(1);
        text.ShouldContain("that is no http or https address");
    }

    [Fact]
    public async Task AProviderThatDoesNotAnswer_LeavesTheAuditOpen_AndAccusesNobody()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var (bundle, _) = await FillAsync(chain, portal);
        // As a node that is no archive answers for an old block.
        await using var forgetful = new Proxy(chain.Anvil.Url)
        {
            Change = static (method, _, answer) =>
            {
                if (method is not ("eth_call" or "eth_getBalance")) return;
                answer.Remove("result");
                answer["error"] = new JsonObject { ["code"] = -32000, ["message"] = "missing trie node" };
            },
        };

        var (exit, text) = await AuditAsync(portal, bundle, forgetful.Url.ToString());
        exit.ShouldBe(1);
        text.ShouldNotContain("DIFFERENT");
        text.ShouldContain("NOT ALL CHECKED: nothing differs in what could be checked, but ");
        text.ShouldContain("power-unreadable: vote");
        text.ShouldContain("on chain    power of 0 votes");
    }

    private static async Task<(BundleText Bundle, Address Wallet)> FillAsync(WatchedChain chain, TestPortal portal)
    {
        var token = chain.Contracts.Token;
        var wallet = (await DevContract.DeployAsync(chain.Anvil, chain.Owner, "OwnedWallet", [Signers.Alice.Address], Ct)).Address;
        await token.MintAsync(chain.Owner, Signers.Alice.Address, 3);
        await token.MintAsync(chain.Owner, Signers.Bob.Address, 5);
        await token.MintAsync(chain.Owner, wallet, 7);
        var block = await chain.PinAsync();
        await token.TransferAsync(chain.Owner, chain.Anvil.Accounts[3], 0);
        await portal.AcceptAsync(SampleMessages.Settings(portal, $$"""
            {"name":"Phala","network":"31337","symbol":"PHA","strategies":[{"name":"erc20-balance-of","network":"31337","params":{"symbol":"PHA","address":"{{chain.Token}}","decimals":18} } ],"admins":[],"voting":{} }
            """));
        var published = await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["For", "Against", "Abstain"], message => message["snapshot"] = block.Number));
        var proposal = (await portal.Get<ProposalStore>().FindAsync(published.Message.Id.ToString())).ShouldNotBeNull();
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1));
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 2, reason: "by contract").As(wallet, Signers.Alice));
        return (await BundleText.ExportAsync(portal, proposal), wallet);
    }

    private static async Task<(int Exit, string Text)> AuditAsync(TestPortal portal, BundleText bundle, params string[] rpc)
    {
        var path = Path.Combine(portal.Folder, "bundle.ndjson");
        await File.WriteAllBytesAsync(path, bundle.Bytes, Ct);
        using StringWriter output = new(), errors = new();
        int exit = await AuditCommand.RunAsync(path, rpc, output, errors, isTerminal: false);
        return (exit, output.ToString() + errors);
    }

    // Every hash put right and the head signed with the portal's own key.
    private static void Resign(TestPortal portal, BundleText bundle)
    {
        var tree = new MerkleRange();
        for (int line = 1; line < bundle.Lines.Count; line++)
        {
            if (!bundle.Lines[line].StartsWith("{\"leaf\"", StringComparison.Ordinal)) continue;
            bundle.Mend(line);
            tree.Append(Hash32.Parse(JsonNode.Parse(bundle.Lines[line])!["leaf"]!.GetValue<string>()));
        }

        using var signer = LedgerSigner.FromFile(new LedgerOptions(), new DatabaseOptions { Directory = portal.Folder });
        var header = JsonNode.Parse(bundle.Lines[0])!;
        header["checkpoint"] = signer.Sign(tree.Size, tree.Root, DateTimeOffset.UnixEpoch).Note(signer.Address);
        bundle.Lines[0] = header.ToJsonString(Governance.Exports.BundleFormat.Json);
        bundle.Close();
    }

    private static string IdOf(BundleText bundle, int vote) => JsonNode.Parse(bundle.Lines[bundle.Vote(vote)])!["entry"]!.GetValue<string>().Split('\n')[2];
}
