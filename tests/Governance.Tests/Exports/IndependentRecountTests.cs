using Governance.Clients;
using Governance.Ethereum;
using Governance.Tallies;

namespace Governance.Tests.Exports;

/// <summary>What an analyst finds with Node, viem and the documentation alone (promise 18).</summary>
public sealed class IndependentRecountTests
{
    [Fact]
    public async Task AScriptFromTheDocumentation_CountsTheSame_ToTheLastBaseUnit()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["Between", "the votes"]));
        (SigningKey Voter, int Choice)[] votes = [(Signers.Alice, 1), (Signers.Bob, 2), (Signers.Alice, 2), (Signers.Carol, 3), (Signers.Bob, 1)];
        foreach (var (voter, choice) in votes)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, choice, reason: "weil – \"ja\"\n\u0007 🗳"));
        }

        var bundle = await BundleText.ExportAsync(portal, proposal);
        var file = Path.Combine(portal.Folder, "bundle.ndjson");
        await File.WriteAllBytesAsync(file, bundle.Bytes, TestContext.Current.CancellationToken);
        var found = (await NodeClients.RunAsync("recount.mjs", [file], null, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        found.GetProperty("choices").EnumerateArray().Select(c => c.GetString()).ShouldBe(tally.Choices.Select(c => c.VotingPower.ToString()));
        found.GetProperty("voters").GetInt64().ShouldBe(tally.Votes);
        found.GetProperty("root").GetString().ShouldBe(bundle.Audit().Head!.Root.ToString());
    }
}
