using System.Numerics;
using Governance.Web.Elements;

namespace Governance.Web.Tests.Elements;

public sealed class TokenFormatTests
{
    [Theory]
    [InlineData("0", 18, "0")]
    [InlineData("1", 18, "<0.0001")]
    [InlineData("100000000000000", 18, "0.0001")]
    [InlineData("999999999999999999", 18, "0.9999")]
    [InlineData("1000000000000000000", 18, "1")]
    [InlineData("1999999999999999999", 18, "1.99")]
    [InlineData("1500000000000000000", 18, "1.5")]
    [InlineData("1000000000000000000000000000", 18, "1,000,000,000")]
    [InlineData("1234567", 0, "1,234,567")]
    [InlineData("15", 1, "1.5")]
    public void Shows_TokenUnits_CutAndNeverRoundedUp(string units, int decimals, string shown) =>
        TokenFormat.Amount(BigInteger.Parse(units), decimals).ShouldBe(shown);

    [Fact]
    public void Shows_TheLargestNumberOf256Bits() =>
        TokenFormat.Amount(BigInteger.Pow(2, 256) - 1, 77).ShouldBe("1.15");

    [Theory]
    [InlineData("1234", "1,234")]
    [InlineData("9999", "9,999")]
    [InlineData("12345", "12.3 K")]
    [InlineData("99949", "99.9 K")]
    [InlineData("99951", "100 K")]
    [InlineData("999499", "999 K")]
    [InlineData("999999", "1 M")]
    [InlineData("1000000", "1 M")]
    [InlineData("45678901", "45.7 M")]
    [InlineData("1200000000", "1.2 B")]
    [InlineData("123456789012", "123 B")]
    [InlineData("999499999", "999 M")]
    [InlineData("999500000", "1 B")]
    public void Shortens_LargeAmounts_ToTheNearest(string units, string shown) => TokenFormat.Short(BigInteger.Parse(units), 0).ShouldBe(shown);

    [Theory]
    [InlineData(0, 0, "0%")]
    [InlineData(0, 7, "0%")]
    [InlineData(1, 3, "33.33%")]
    [InlineData(2, 3, "66.66%")]
    [InlineData(1, 100_000, "<0.01%")]
    [InlineData(99_999, 100_000, "99.99%")]
    [InlineData(1, 2, "50%")]
    [InlineData(7, 7, "100%")]
    [InlineData(5, 100, "5%")]
    [InlineData(505, 10_000, "5.05%")]
    public void Shows_Shares_ThatNeverClaimAWholeThatIsNotThere(int part, int whole, string shown) => TokenFormat.Share(part, whole).ShouldBe(shown);

    [Theory]
    [InlineData("33.34% 33.33% 33.33%", 1, 1, 1)]
    [InlineData("16.67% 33.33% 50%", 1, 2, 3)]
    [InlineData("0% 100%", 0, 5)]
    [InlineData("<0.01% 100%", 1, 1_000_000)]
    [InlineData("0% 0%", 0, 0)]
    public void Shows_SharesOfOneWhole_ThatAddUp(string shown, params int[] parts) =>
        string.Join(' ', TokenFormat.Shares([.. parts.Select(static part => (BigInteger)part)])).ShouldBe(shown);
}
