namespace Governance.Tests;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("999", "999")]
    [InlineData("1000", "1,000")]
    [InlineData("9298500.5", "9,298,500.5")]
    [InlineData("0.123456", "0.123456")]
    [InlineData("1e12", "1,000,000,000,000")]
    [InlineData("100.500", "100.5")]
    public void Groups_DigitsBeforeThePoint(string written, string grouped)
    {
        ExactDecimal.TryParse(written, out var value).ShouldBeTrue();
        value.ToGroupedString().ShouldBe(grouped);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("1e101")]
    public void Refuses_WhatIsNoPlainNumber(string written) => ExactDecimal.TryParse(written, out _).ShouldBeFalse();

    [Fact]
    public void RoundsThresholdsUp_SoThatOnlyTheWholeReachesThem()
    {
        ExactDecimal.TryParse("0.15", out var value).ShouldBeTrue();
        value.ToBaseUnitsRoundedUp(1).ToString().ShouldBe("2");
        value.ToBaseUnitsRoundedUp(2).ToString().ShouldBe("15");
        value.ToBaseUnitsRoundedUp(18).ToString().ShouldBe("150000000000000000");
    }
}
