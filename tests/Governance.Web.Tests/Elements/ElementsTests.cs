using Governance.Web.Elements;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Web.Tests.Elements;

public sealed class ElementsTests : BunitContext
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public ElementsTests() => Services.AddSingleton<TimeProvider>(new StandingClock(Noon));

    [Fact]
    public void Amount_CarriesTheExactBaseUnits()
    {
        var data = Render<Amount>(amount => amount.Add(a => a.Units, VotingPower.FromUInt64(1234567890123456789)).Add(a => a.Decimals, 18).Add(a => a.Symbol, "PHA")).Find("data");
        data.TextContent.ShouldBe("1.23 PHA");
        data.GetAttribute("value").ShouldBe("1234567890123456789");
        data.GetAttribute("title").ShouldBe("1,234,567,890,123,456,789 base units (18 decimals)");
    }

    [Fact]
    public void Countdown_IsReadableWithoutScript_AndEnds()
    {
        Render<Countdown>(c => c.Add(x => x.Until, Noon.AddHours(49)).Add(x => x.Before, "Ends in ")).Find("time").TextContent.ShouldBe("Ends in 2 days, 1 hour");
        Render<Countdown>(c => c.Add(x => x.Until, Noon).Add(x => x.Done, "Ended")).Find("time").TextContent.ShouldBe("Ended");
    }

    [Fact]
    public void TallyBars_MarkMajorityAndQuorum()
    {
        var bars = Render<TallyBars>(tally => tally
            .Add(t => t.Lines, [new(1, "For", 600, ChoiceRole.For), new(2, "Against", 200, ChoiceRole.Against), new(3, "Abstain", 200, ChoiceRole.Abstain)])
            .Add(t => t.Decimals, 0).Add(t => t.Total, VotingPower.FromUInt64(1000)).Add(t => t.Votes, 12).Add(t => t.QuorumNeeded, VotingPower.FromUInt64(2000)));
        bars.FindAll(".share").Select(share => share.TextContent).ShouldBe(["60%", "20%", "20%"]);
        bars.FindAll(".tally .fill").Select(fill => fill.GetAttribute("width")).ShouldBe(["600", "200", "200"]);
        // 800 of 1000 took a side, so 400 is what one side must pass; the mark is 4 wide.
        bars.FindAll(".tally .mark").Select(mark => mark.GetAttribute("x")).ShouldBe(["398", "398"]);
        bars.Find(".measure .mark").GetAttribute("x").ShouldBe("996");
        bars.Find(".unreached").TextContent.ShouldBe("50% of it");
    }

    [Fact]
    public void TallyBars_OfNoVotes_DivideNothingByNothing()
    {
        var bars = Render<TallyBars>(tally => tally.Add(t => t.Lines, [new(1, "Yes", 0), new(2, "No", 0)]).Add(t => t.Decimals, 18).Add(t => t.Total, VotingPower.Zero).Add(t => t.Votes, 0));
        bars.FindAll(".share").Select(share => share.TextContent).ShouldBe(["0%", "0%"]);
        bars.FindAll(".mark").ShouldBeEmpty();
    }

    [Fact]
    public void AddressChip_ShowsItShort_AndCarriesItWhole()
    {
        const string address = "0x6c5bA91642F10282b576d91922Ae6448C9d52f4E";
        var chip = Render<AddressChip>(c => c.Add(x => x.Address, address));
        chip.Find("a").TextContent.ShouldBe("0x6c5b…2f4E");
        chip.Find("a").GetAttribute("title").ShouldBe(address);
        chip.Find("button").GetAttribute("data-copy").ShouldBe(address);
        chip.Find("svg path").GetAttribute("d").ShouldBe(Render<Identicon>(i => i.Add(x => x.Of, address.ToLowerInvariant())).Find("path").GetAttribute("d"));
    }

    [Fact]
    public void Timeline_ShowsEvidence_AndWhatComesNext()
    {
        var line = Render<Timeline>(t => t.Add(x => x.Steps,
        [
            new("Queued", StepProgress.Done, At: Noon, Evidence: new("eip155:1", 1234, "0xb10c", "0x" + new string('a', 64), 3, "finalized")),
            new("Execute", StepProgress.Next, "Anyone may execute it then.", Due: Noon.AddDays(2)),
        ]));
        line.FindAll("li").Select(step => step.ClassName).ShouldBe(["step-done", "step-next"]);
        line.Find(".step-done .evidence").TextContent.ShouldContain("1,234 on eip155:1");
        line.Find(".step-next").TextContent.ShouldContain("In 2 days");
    }

    [Fact]
    public void VotesTable_SaysPending_WhereThePowerIsUnknown()
    {
        var table = Render<VotesTable>(t => t.Add(x => x.Decimals, 18).Add(x => x.Votes, [new("0x0000000000000000000000000000000000000001", "For", null, Noon)]));
        table.Find("tbody td.power").TextContent.Trim().ShouldBe("pending");
    }

    [Fact]
    public void Notice_TakesTheFocus_WhereItAnswersTheReader()
    {
        JSInterop.SetupVoid("Blazor._internal.domWrapper.focus", _ => true).SetVoidResult();
        Render<Notice>(n => n.Add(x => x.Live, true)).Find(".message").HasAttribute("tabindex").ShouldBeFalse();
        JSInterop.Invocations.ShouldBeEmpty();
        var answer = Render<Notice>(n => n.Add(x => x.Live, true).Add(x => x.Focus, true));
        answer.Find("[role=status]").GetAttribute("tabindex").ShouldBe("-1");
        answer.Render();
        JSInterop.Invocations.Count.ShouldBe(1);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
