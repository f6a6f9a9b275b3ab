using System.Numerics;

namespace Governance.Ethereum.Tests.Abi;

/// <summary>The worked examples of Solidity's ABI specification, and what the specification leaves to the implementer.</summary>
public sealed class AbiFunctionTests
{
    [Fact]
    public void Encodes_TheSpecificationsStaticExample() =>
        Hex.Format(AbiFunction.Parse("baz(uint32,bool)").Encode(69, true)).ShouldBe("0xcdcd77c0" + Word("45") + Word("1"));

    [Fact]
    public void Encodes_TheSpecificationsFixedArrayExample() =>
        Hex.Format(AbiFunction.Parse("bar(bytes3[2])").Encode((object)new byte[][] { "abc"u8.ToArray(), "def"u8.ToArray() }))
            .ShouldBe("0xfce353f6" + "616263".PadRight(64, '0') + "646566".PadRight(64, '0'));

    [Fact]
    public void Encodes_TheSpecificationsDynamicExample() =>
        Hex.Format(AbiFunction.Parse("sam(bytes,bool,uint256[])").Encode("dave"u8.ToArray(), true, new[] { 1, 2, 3 }))
            .ShouldBe("0xa5643bf2" + Word("60") + Word("1") + Word("a0") + Word("4") + "64617665".PadRight(64, '0') + Word("3") + Word("1") + Word("2") + Word("3"));

    [Fact]
    public void Encodes_TheSpecificationsMixedExample() =>
        Hex.Format(AbiFunction.Parse("f(uint256,uint32[],bytes10,bytes)").Encode(0x123, new[] { 0x456, 0x789 }, "1234567890"u8.ToArray(), "Hello, world!"u8.ToArray()))
            .ShouldBe("0x8be65246" + Word("123") + Word("80") + "31323334353637383930".PadRight(64, '0') + Word("e0") + Word("2") + Word("456") + Word("789") + Word("d") + "48656c6c6f2c20776f726c6421".PadRight(64, '0'));

    [Fact]
    public void Encodes_TheSpecificationsNestedExample() =>
        Hex.Format(AbiFunction.Parse("g(uint256[][],string[])").Encode(new[] { new[] { 1, 2 }, [3] }, new[] { "one", "two", "three" }))
            .ShouldBe("0x2289b18c" + Word("40") + Word("140") + Word("2") + Word("40") + Word("a0") + Word("2") + Word("1") + Word("2") + Word("1") + Word("3")
                + Word("3") + Word("60") + Word("a0") + Word("e0") + Word("3") + "6f6e65".PadRight(64, '0') + Word("3") + "74776f".PadRight(64, '0') + Word("5") + "7468726565".PadRight(64, '0'));

    [Fact]
    public void TakesAnArrayOfStrings_AsOneArgument() =>
        AbiFunction.Parse("f(string[])").Encode(new[] { "a", "b" }).Length.ShouldBe(4 + (8 * 32));

    [Theory]
    [InlineData("balanceOf(address)(uint256)", "balanceOf(address)", "0x70a08231")]
    [InlineData("isValidSignature(bytes32 hash, bytes signature)(bytes4)", "isValidSignature(bytes32,bytes)", "0x1626ba7e")]
    [InlineData("propose(address[],uint256[],bytes[],string)(uint256)", "propose(address[],uint256[],bytes[],string)", "0x7d5e81e2")]
    [InlineData("aggregate3((address target,bool allowFailure,bytes callData)[] calls)((bool,bytes)[])", "aggregate3((address,bool,bytes)[])", "0x82ad56cb")]
    [InlineData("f(uint, int)", "f(uint256,int256)", null)]
    public void Parses_Signatures(string text, string canonical, string? selector)
    {
        var function = AbiFunction.Parse(text);
        function.Signature.ShouldBe(canonical);
        if (selector is not null) Hex.Format(function.Selector).ShouldBe(selector);
    }

    [Theory]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("f(")]
    [InlineData("f(uint7)")]
    [InlineData("f(uint264)")]
    [InlineData("f(uint08)")]
    [InlineData("f(bytes0)")]
    [InlineData("f(bytes33)")]
    [InlineData("f(uint256[0])")]
    [InlineData("f(uint256[01])")]
    [InlineData("f(uint256[99999999])")]
    [InlineData("f(uint256[)")]
    [InlineData("f(())")]
    [InlineData("f(fixed128x18)")]
    [InlineData("f(uint256,)")]
    [InlineData("f(uint256)x")]
    [InlineData("1f()")]
    [InlineData("f(uint256[][][][][][][][][][][][][][][][][])")]
    [InlineData("f((((((((((((((((((uint256))))))))))))))))))")]
    public void Refuses_WhatIsNoSignature(string text) => Should.Throw<AbiException>(() => AbiFunction.Parse(text));

    [Theory]
    [InlineData("uint8", "255", true)]
    [InlineData("uint8", "256", false)]
    [InlineData("uint8", "-1", false)]
    [InlineData("int8", "127", true)]
    [InlineData("int8", "128", false)]
    [InlineData("int8", "-128", true)]
    [InlineData("int8", "-129", false)]
    [InlineData("uint256", "115792089237316195423570985008687907853269984665640564039457584007913129639935", true)]
    [InlineData("uint256", "115792089237316195423570985008687907853269984665640564039457584007913129639936", false)]
    [InlineData("int256", "-57896044618658097711785492504343953926634992332820282019728792003956564819968", true)]
    [InlineData("int256", "57896044618658097711785492504343953926634992332820282019728792003956564819968", false)]
    public void HoldsIntegers_ExactlyToTheirRange(string type, string number, bool fits)
    {
        var parameters = AbiParameters.Parse($"({type})");
        var value = BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        if (fits) parameters.Decode(parameters.Encode(value)).Integer(0).ShouldBe(value);
        else Should.Throw<AbiException>(() => parameters.Encode(value));
    }

    [Fact]
    public void Refuses_ValuesOfAnotherType()
    {
        Should.Throw<AbiException>(() => AbiParameters.Parse("(uint256)").Encode("1"));
        Should.Throw<AbiException>(() => AbiParameters.Parse("(address)").Encode("0x00"));
        Should.Throw<AbiException>(() => AbiParameters.Parse("(bytes4)").Encode(new byte[3]));
        Should.Throw<AbiException>(() => AbiParameters.Parse("(uint256[2])").Encode(new[] { 1 }));
        Should.Throw<AbiException>(() => AbiParameters.Parse("(string)").Encode("\ud800"));
        Should.Throw<AbiException>(() => AbiParameters.Parse("(string)").Encode([null!]));
        Should.Throw<AbiException>(() => AbiParameters.Parse("(bool,bool)").Encode(true));
    }

    [Fact]
    public void ReadsResults_ByName()
    {
        var function = AbiFunction.Parse("proposals(uint256)((address proposer,uint64[] times) core,string note)");
        var proposer = Address.Parse("0x00000000000000000000000000000000000000ff");
        var values = function.DecodeResult(function.Outputs.Encode((proposer, new[] { 7, 9 }), "ok"));
        values.Tuple("core").Address("proposer").ShouldBe(proposer);
        values.Tuple("core").List<BigInteger>("times").ShouldBe([7, 9]);
        values.Text("note").ShouldBe("ok");
    }

    [Fact]
    public void ReadsArguments_BehindItsOwnSelectorOnly()
    {
        var function = AbiFunction.Parse("transfer(address,uint256)");
        byte[] call = function.Encode(Address.Parse("0x00000000000000000000000000000000000000ff"), 5);
        function.DecodeArguments([.. call, 0xaa]).Integer(1).ShouldBe(5);
        call[0] ^= 1;
        Should.Throw<AbiException>(() => function.DecodeArguments(call));
    }

    private static string Word(string hex) => hex.PadLeft(64, '0');
}
