using Governance.Web.Exports;

namespace Governance.Web.Tests.Exports;

public sealed class BytesFormatTests
{
    [Theory]
    [InlineData(0, "0 bytes", "about 0 bytes")]
    [InlineData(994, "994 bytes", "about 990 bytes")]
    [InlineData(4_124, "4.12 kB", "about 4.1 kB")]
    [InlineData(111_029, "111 kB", "about 110 kB")]
    [InlineData(99_600, "99.6 kB", "about 100 kB")]
    [InlineData(2_450_000_000, "2.45 GB", "about 2.5 GB")]
    public void ThreeDigits_AndTwoWhereItIsReckoned(long bytes, string exact, string about) =>
        (BytesFormat.Of(bytes, 0), BytesFormat.Of(null, bytes)).ShouldBe((exact, about));
}
