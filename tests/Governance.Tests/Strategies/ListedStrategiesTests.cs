using System.Security.Cryptography;
using System.Text;
using Governance.Strategies;

namespace Governance.Tests.Strategies;

/// <summary>The strategies that need no chain: tickets, lists in the settings, imported lists, arithmetic.</summary>
public sealed class ListedStrategiesTests
{
    [Theory]
    [InlineData("{}", "1", 0)]
    [InlineData("""{"value":3}""", "3", 0)]
    [InlineData("""{"value":0.25}""", "25", 2)]
    [InlineData("""{"value":0}""", "1", 0)]
    public async Task Ticket_GivesEverybodyTheSame(string parameters, string raw, int decimals)
    {
        await using var portal = await TestPortal.StartAsync();
        var source = (await portal.ReadAsync(Signers.Stranger.Address, null, PowerReadings.Strategy("ticket", parameters))).Value.Sources[0];
        (source.Raw.ToString(), source.RawDecimals, source.SingleSource).ShouldBe((raw, decimals, false));
    }

    [Fact]
    public async Task Whitelist_GivesOneVoteToEachListedAccount()
    {
        await using var portal = await TestPortal.StartAsync();
        var strategy = PowerReadings.Strategy("whitelist", $$"""{"addresses":["{{Signers.Alice.Address.ToString().ToLowerInvariant()}}"]}""");
        (await portal.RawAsync(Signers.Alice.Address, null, strategy)).ShouldBe("1");
        (await portal.RawAsync(Signers.Bob.Address, null, strategy)).ShouldBe("0");
    }

    [Fact]
    public async Task Csv_CountsByTheImportedFile_NamedByItsHash()
    {
        await using var portal = await TestPortal.StartAsync();
        var content = Encoding.UTF8.GetBytes($"{Signers.Alice.Address},1500000000000\n\n {Signers.Bob.Address} , 7 \r\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var strategy = PowerReadings.Strategy("csv", $$"""{"csv":"sha256:{{hash}}","decimals":12}""");
        portal.Get<StrategyRegistry>().FaultOf(strategy).ShouldNotBeNull().ShouldContain("is not imported here");

        var list = await portal.Get<ImportLists>().ImportAsync("balances.csv", content);
        await portal.Get<ImportLists>().ImportAsync("again.csv", content);

        list.Reference.ShouldBe("sha256:" + hash);
        portal.Get<ParsedLists>().Balances(list.Hash).Total.ToString().ShouldBe("1500000000007");
        (await portal.RawAsync(Signers.Alice.Address, null, strategy)).ShouldBe("1500000000000");
        (await portal.ReadAsync(Signers.Alice.Address, null, strategy)).Value.Total.ToString().ShouldBe("1500000000000000000");
        (await portal.RawAsync(Signers.Carol.Address, null, strategy)).ShouldBe("0");
    }

    [Theory]
    [InlineData("address,amount", "line 1")]
    [InlineData("0x5FbDB2315678afecb367f032d93F642f64180aa3,1\n0x5FbDB2315678afecb367f032d93F642f64180aa3,2", "line 2")]
    [InlineData("0x5FbDB2315678afecb367f032d93F642f64180aa3,1.5", "line 1")]
    [InlineData("0x5FbDB2315678afecb367f032d93F642f64180aa3,-1", "line 1")]
    public async Task Csv_RefusesAFile_ThatItDoesNotFullyUnderstand(string content, string where)
    {
        await using var portal = await TestPortal.StartAsync();
        var fault = await Should.ThrowAsync<FormatException>(() => portal.Get<ImportLists>().ImportAsync("balances.csv", Encoding.UTF8.GetBytes(content)));
        fault.Message.ShouldContain(where);
    }

    [Theory]
    [InlineData("square-root", "2", null, null, "1414213562373095048")]
    [InlineData("square-root", "0.0625", null, null, "250000000000000000")]
    [InlineData("cube-root", "2", null, null, "1259921049894873164")]
    [InlineData("cube-root", "27", null, null, "3000000000000000000")]
    [InlineData("min", "2.5", "3", null, "25")]
    [InlineData("max", "2.5", "3", null, "30")]
    [InlineData("a-if-lt-b", "2", "7", "3", "7")]
    [InlineData("a-if-lt-b", "3", "7", "3", "3")]
    [InlineData("a-if-lte-b", "3", "7", "3", "7")]
    [InlineData("a-if-gt-b", "4", "7", "3", "7")]
    [InlineData("a-if-gt-b", "3", "7", "3", "3")]
    [InlineData("a-if-gte-b", "3", "7", "3", "7")]
    [InlineData("a-if-b-gt-0", "4", "0.5", null, "40")]
    [InlineData("a-if-b-gt-0", "4", "0", null, "0")]
    [InlineData("minus", "4", "1.5", null, "25")]
    [InlineData("minus", "1.5", "4", null, "0")]
    [InlineData("multiply", "4", "1.5", null, "6000000000000000000")]
    [InlineData("multiply", "0.000000001", "0.0000000019", null, "1")]
    [InlineData("divide", "2", "3", null, "666666666666666666")]
    [InlineData("divide", "0", "3", null, "0")]
    public async Task Math_ComputesInWholeNumbers(string operation, string a, string? b, string? c, string raw)
    {
        await using var portal = await TestPortal.StartAsync();
        var operands = string.Join(',', new[] { a, b, c }.OfType<string>().Select(value => $$"""{"type":"constant","value":{{value}}}"""));
        (await portal.RawAsync(Signers.Alice.Address, null, PowerReadings.Strategy("math", $$"""{"operation":"{{operation}}","operands":[{{operands}}]}"""))).ShouldBe(raw);
    }

    [Fact]
    public async Task Math_CanNotDivideByNothing_AndFailsForThatAccountAlone()
    {
        await using var portal = await TestPortal.StartAsync();
        var each = PowerReadings.Strategy("math", $$"""
            {"operation":"divide","operands":[{"type":"constant","value":6},
              {"type":"strategy","strategy":{"name":"whitelist-weighted","params":{"addresses":{"{{Signers.Alice.Address}}":4} } } }]}
            """);

        var readings = await Task.WhenAll(new[] { Signers.Alice, Signers.Bob }.Select(voter => portal.ReadAsync(voter.Address, null, each, question: 1)));

        readings[0].Value.Total.ToString().ShouldBe("1500000000000000000");
        readings[1].Rejection.ShouldNotBeNull().Explanation.ShouldContain("divided by another that is 0");
    }

    [Fact]
    public async Task Math_CombinesStrategiesOfDifferentDecimals()
    {
        await using var portal = await TestPortal.StartAsync();
        var capped = PowerReadings.Strategy("math", $$"""
            {"operation":"min","operands":[
              {"type":"strategy","strategy":{"name":"math","params":{"operation":"square-root","strategy":{"name":"whitelist-weighted","params":{"addresses":{"{{Signers.Alice.Address}}":9,"{{Signers.Bob.Address}}":900} } } } } },
              {"type":"constant","value":20.5}]}
            """);
        (await portal.RawAsync(Signers.Alice.Address, null, capped)).ShouldBe("3000000000000000000");
        (await portal.RawAsync(Signers.Bob.Address, null, capped)).ShouldBe("20500000000000000000");
        (await portal.RawAsync(Signers.Carol.Address, null, capped)).ShouldBe("0");
    }

    [Theory]
    [InlineData("ticket", """{"value":-1}""", "params.value must be a number")]
    [InlineData("whitelist", """{"url":"https://example.org/list"}""", "params.url is not read")]
    [InlineData("whitelist", """{"addresses":["0x12"]}""", "'0x12' is not an address")]
    [InlineData("whitelist-weighted", """{"addresses":{"0x5FbDB2315678afecb367f032d93F642f64180aa3":"x"}}""", "must be a number")]
    [InlineData("csv", """{"csv":"https://example.org/list.csv"}""", "fetches no list")]
    [InlineData("erc20-balance-of", """{"address":"0x12"}""", "needs params.address")]
    [InlineData("erc20-balance-of", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","decimals":37}""", "from 0 to 36")]
    [InlineData("erc1155-balance-of", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3"}""", "needs params.tokenId")]
    [InlineData("contract-call", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3"}""", "methodABI must be an object")]
    [InlineData("contract-call", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","methodABI":{"name":"f","inputs":[{"type":"uint8"}],"outputs":[{"type":"uint256"}]},"args":["x"]}""", "do not fit together")]
    [InlineData("contract-call", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","methodABI":{"name":"f","inputs":[{"type":"address"}],"outputs":[{"type":"string"}]}}""", "must be an integer")]
    [InlineData("math", """{"operation":"cosine","operands":[{"type":"constant","value":1}]}""", "must be one of")]
    [InlineData("math", """{"operation":"min","operands":[{"type":"constant","value":1}]}""", "takes 2 operands")]
    [InlineData("math", """{"operation":"square-root","strategy":{"name":"horoscope"}}""", "does not know the strategy 'horoscope'")]
    [InlineData("math", """{"operation":"square-root","strategy":{"name":"old-chain-balances","params":{}}}""", "frozen with a proposal only where it stands by itself")]
    [InlineData("with-delegation", """{"strategies":[{"name":"old-chain-balances","params":{}}]}""", "frozen with a proposal only where it stands by itself")]
    [InlineData("math", """{"operation":"a-if-b-gt-0","operands":[{"type":"constant","value":1}]}""", "takes 2 operands")]
    [InlineData("api", "{}", "does not know the strategy 'api'")]
    [InlineData("eth-balance", "{}", "reads chain 31337, which this portal does not follow")]
    public async Task Settings_AreRefused_WithTheStrategysNameAndTheReason(string name, string parameters, string reason)
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Get<StrategyRegistry>().FaultOf(PowerReadings.Strategy(name, parameters)).ShouldNotBeNull().ShouldContain(reason);
    }
}
