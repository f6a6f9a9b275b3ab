using System.Net;
using Governance.Web.Hosting;

namespace Governance.Web.Tests.Hosting;

public sealed class LimitsTests
{
    [Fact]
    public void Refuses_Zero_NamingTheKeyAndAnExample() =>
        new LimitsOptions { MaxCircuits = 0 }.Faults().ShouldBe(["Limits:MaxCircuits is 0: it must be at least 1 (a large number means practically no limit), for example 1000."]);

    [Fact]
    public void Accepts_ItsOwnDefaults() => new LimitsOptions().Faults().ShouldBeEmpty();

    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void Counts_OneClient_UnderAllItsSpellings(string one, string other) =>
        ClientLimit.ClientOf(IPAddress.Parse(one)).ShouldBe(ClientLimit.ClientOf(IPAddress.Parse(other)));

    [Fact]
    public void Counts_TwoHouseholds_Apart() =>
        ClientLimit.ClientOf(IPAddress.Parse("2001:db8:1:2::1")).ShouldNotBe(ClientLimit.ClientOf(IPAddress.Parse("2001:db8:1:3::1")));
}
