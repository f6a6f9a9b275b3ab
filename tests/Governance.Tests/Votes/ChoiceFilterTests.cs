using Governance.Proposals;
using Governance.Votes;

namespace Governance.Tests.Votes;

public sealed class ChoiceFilterTests
{
    // Alice, Bob and Carol have 100, 60.5 and 40 PHA: lists by power name them in this order.
    [Theory]
    [InlineData("single-choice", "[\"1\",\"2\",\"2\"]", "2", "Bob Carol")]
    [InlineData("approval", "[\"[1,2]\",\"[2]\",\"[12,3]\"]", "2", "Alice Bob")]
    [InlineData("approval", "[\"[3,1,2]\",\"[3,2,1]\",\"[2,11]\"]", "2", "Alice Bob Carol")]
    [InlineData("approval", "[\"[1,2]\",\"[2]\",\"[2,1]\"]", "[1,2]", "Alice")]
    [InlineData("weighted", "[\"{\\\"1\\\":1,\\\"2\\\":0}\",\"{\\\"2\\\":0.5}\",\"{\\\"12\\\":1}\"]", "2", "Bob")]
    [InlineData("weighted", "[\"{\\\"2\\\":0,\\\"3\\\":1}\",\"{\\\"1\\\":3,\\\"2\\\":1}\",\"{\\\"1\\\":1}\"]", "2", "Bob")]
    public async Task FindsTheVotes_ForAChoice(string system, string choices, string filter, string expected)
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(system, [.. Enumerable.Range(1, 12).Select(static number => $"Choice {number}")]);
        var voters = new[] { (Name: "Alice", Key: Signers.Alice), (Name: "Bob", Key: Signers.Bob), (Name: "Carol", Key: Signers.Carol) };
        var chosen = System.Text.Json.JsonSerializer.Deserialize<string[]>(choices)!;
        foreach (var (voter, choice) in voters.Zip(chosen)) await portal.AcceptAsync(SampleMessages.VoteText(portal, voter.Key, proposal.Id, choice));

        var page = await portal.Get<VoteStore>().PageAsync(proposal.Key, new(VoteOrder.Power, ChoiceFilter.Parse(filter, proposal).ShouldNotBeNull(), null, null, 10));

        string.Join(' ', page.Select(vote => voters.Single(voter => voter.Key.Address == vote.Voter).Name)).ShouldBe(expected);
    }

    [Fact]
    public async Task RankedVotes_AreFoundByTheirFirst()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync("ranked-choice", ["One", "Two", "Three"]);
        await portal.AcceptAsync(SampleMessages.VoteText(portal, Signers.Alice, proposal.Id, "[2,1,3]"));
        await portal.AcceptAsync(SampleMessages.VoteText(portal, Signers.Bob, proposal.Id, "[1,2,3]"));

        var page = await portal.Get<VoteStore>().PageAsync(proposal.Key, new(VoteOrder.Newest, ChoiceFilter.Parse("2", proposal), null, null, 10));

        page.ShouldHaveSingleItem().Voter.ShouldBe(Signers.Alice.Address);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("4")]
    [InlineData("0")]
    [InlineData("\"1\"")]
    [InlineData("1' OR 1=1")]
    public async Task KnowsNoOtherText(string text)
    {
        await using var portal = await TestPortal.StartAsync();

        ChoiceFilter.Parse(text, await portal.OpenProposalAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("single-choice", "[1,2]")]
    [InlineData("single-choice", "{\"1\":1}")]
    [InlineData("approval", "[1,4]")]
    [InlineData("approval", "{\"1\":1}")]
    [InlineData("weighted", "[1,2]")]
    [InlineData("ranked-choice", "[2,1]")]
    public async Task KnowsNoChoice_ThatNoVoteCanHave(string system, string choice)
    {
        await using var portal = await TestPortal.StartAsync();

        ChoiceFilter.Parse(choice, await portal.OpenProposalAsync(system)).ShouldBeNull();
    }

    [Fact]
    public async Task AGovernorsVotes_AreFoundByTheirParts()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync() with { Kind = ProposalKind.Governor };

        ChoiceFilter.Parse("{\"1\":2,\"2\":1,\"3\":0}", proposal).ShouldNotBeNull().Exact.ShouldBe("{\"1\":2,\"2\":1,\"3\":0}");
        ChoiceFilter.Parse("[1,2]", proposal).ShouldBeNull();
    }
}
