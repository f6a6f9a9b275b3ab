using Governance.Web.Elements;

namespace Governance.Web.Tests.Elements;

public sealed class TimeFormatTests
{
    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(61, "1 minute, 1 second")]
    [InlineData(3_600, "1 hour")]
    [InlineData(90_000, "1 day, 1 hour")]
    [InlineData(86_460, "1 day")]
    [InlineData(-5, "0 seconds")]
    public void Says_TheTwoLargestUnits(int seconds, string said) => TimeFormat.Span(TimeSpan.FromSeconds(seconds)).ShouldBe(said);

    [Fact]
    public void Says_UtcWhateverTheOffset() =>
        TimeFormat.Utc(new DateTimeOffset(2026, 11, 22, 1, 30, 0, TimeSpan.FromHours(2))).ShouldBe("2026-11-21 23:30:00 UTC");
}
