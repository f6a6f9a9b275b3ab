using Governance.Clients;
using Governance.Ethereum;
using Governance.Proposals;
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

        await RequireTheScriptCountsTheSameAsync(portal, proposal);
    }

    [Theory]
    [InlineData("single-choice", 18)]
    [InlineData("approval", 181)]
    public async Task AScriptFromTheDocumentation_CountsTheSame_OfRandomVotes(string votingSystem, int seed)
    {
        await using var portal = await TestPortal.StartAsync();
        var random = new Random(seed);
        SigningKey[] voters = [.. Enumerable.Range(0, 40).Select(i => Signers.Named($"voter {i}"))];
        // Amounts of every size, to 1 in the last of 18 decimals.
        var weights = string.Join(',', voters.Select(voter => $"\"{voter.Address}\":\"{random.NextInt64()}{random.Next(1_000_000_000):D9}.{random.NextInt64(1_000_000_000_000_000_000):D18}\""));
        var settings = $$$"""{"name":"Many","network":"1","symbol":"M","strategies":[{"name":"whitelist-weighted","params":{"symbol":"M","addresses":{ {{{weights}}} } } }]}""";
        var proposal = await portal.OpenProposalAsync(votingSystem, ["One", "Two", "Three", "Four"], settings);
        for (int i = 0; i < 200; i++)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            var voter = voters[random.Next(voters.Length)];
            await portal.AcceptAsync(votingSystem == "approval"
                ? SampleMessages.VoteOnMany(portal, voter, proposal.Id, [.. Enumerable.Range(1, 4).Where(_ => random.Next(2) == 0)])
                : SampleMessages.Vote(portal, voter, proposal.Id, random.Next(1, 5)));
        }

        await RequireTheScriptCountsTheSameAsync(portal, proposal);
    }

    private static async Task RequireTheScriptCountsTheSameAsync(TestPortal portal, Proposal proposal)
    {
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
