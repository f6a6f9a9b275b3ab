using System.Numerics;
using Governance.Actions;
using Governance.Ethereum;

namespace Governance.Tests.Actions;

/// <summary>Calls in words: the known ones by selectors that everybody computes alike, wrappers with what they hold, and never a guess.</summary>
public sealed class CallReaderTests
{
    private static readonly Address Token = Address.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");
    private static readonly Address Timelock = Address.Parse("0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0");
    private static readonly Address Somebody = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    private static readonly ContractNames Names = new(new Dictionary<Address, string> { [Token] = "the token PHA", [Timelock] = "the timelock" }, Token, 18, "PHA");

    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)");
    private static readonly AbiFunction ScheduleBatch = AbiFunction.Parse("scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)");

    private static byte[] Sends(int tokens) => Transfer.Encode(Somebody, tokens * BigInteger.Pow(10, 18));

    // Public constants: they stand in block explorers, not in our code.
    [Theory]
    [InlineData("0xa9059cbb", "transfer")]
    [InlineData("0x095ea7b3", "approve")]
    [InlineData("0x5c19a95c", "delegate")]
    [InlineData("0x2f2ff15d", "grantRole")]
    [InlineData("0xf2fde38b", "transferOwnership")]
    [InlineData("0x8f2a0bb0", "scheduleBatch")]
    [InlineData("0xe38335e5", "executeBatch")]
    [InlineData("0x134008d3", "execute")]
    [InlineData("0x01d5062a", "schedule")]
    [InlineData("0xc4d252f5", "cancel")]
    [InlineData("0x64d62353", "updateDelay")]
    [InlineData("0x4f1ef286", "upgradeToAndCall")]
    [InlineData("0x82ad56cb", "aggregate3")]
    [InlineData("0x8d80ff0a", "multiSend")]
    [InlineData("0x6a761202", "execTransaction")]
    [InlineData("0x06f3f9e6", "updateQuorumNumerator")]
    public void KnownSelectors_AreThoseOfThePublicContracts(string selector, string name) =>
        KnownCalls.All.Where(known => Hex.Format(known.Function.Selector) == selector).ShouldHaveSingleItem().Function.Name.ShouldBe(name);

    [Fact]
    public void AKnownCall_IsASentence_WithNamesBesideAddresses()
    {
        var read = new CallReader(Names).Read(Token, 0, Sends(12));
        read.Sentence.ShouldBe($"Sends 12 PHA of the token PHA ({Token}) to {Somebody}.");
        read.Function.ShouldBe("transfer(address to, uint256 amount)");
        read.Arguments.Select(argument => argument.Value).ShouldBe([Somebody.ToString(), "12000000000000000000"]);
        read.IsKnown.ShouldBeTrue();
    }

    [Fact]
    public void ARole_IsCalledByItsName()
    {
        var grant = AbiFunction.Parse("grantRole(bytes32,address)");
        new CallReader(Names).Read(Timelock, 0, grant.Encode(Keccak256.Hash("PROPOSER_ROLE"u8), Somebody)).Sentence
            .ShouldBe($"Gives the role PROPOSER_ROLE of the timelock ({Timelock}) to {Somebody}.");
    }

    [Fact]
    public void WhatIsUnknown_SaysSo_WithItsSelectorAndAllItsBytes()
    {
        byte[] unknown = Hex.Parse("0x12345678000000000000000000000000000000000000000000000000000000000000002a");
        var read = new CallReader(Names).Read(Token, 0, unknown);
        (read.Function, read.Selector, read.IsKnown).ShouldBe((null, "0x12345678", false));
        read.Sentence.ShouldBe($"Unknown call 0x12345678 of the token PHA ({Token}), 36 bytes.");
        read.CallData.ShouldBe(unknown);

        // A known selector before bytes of another form is no known call.
        new CallReader(Names).Read(Token, 0, [.. Transfer.Selector, 1, 2, 3]).Sentence.ShouldStartWith("Unknown call 0xa9059cbb");
        new CallReader(Names).Read(Token, 0, [1, 2]).Sentence.ShouldStartWith("Unknown call of");
    }

    [Fact]
    public void Ether_IsSaidInEther()
    {
        new CallReader(Names).Read(Somebody, BigInteger.Pow(10, 17), []).Sentence.ShouldBe($"Sends 0.1 ETH to {Somebody}.");
        new CallReader(Names).Read(Token, BigInteger.One, Sends(1)).Sentence.ShouldEndWith("It sends 0.000000000000000001 ETH along.");
        new CallReader(Names).Read(Token, 0, AbiFunction.Parse("approve(address,uint256)").Encode(Somebody, (BigInteger.One << 256) - 1)).Sentence.ShouldContain("take any amount of");
    }

    [Fact]
    public void ATimelocksBatch_HoldsItsCalls_InWords()
    {
        byte[] data = ScheduleBatch.Encode(new[] { Token, Timelock }, new BigInteger[] { 0, 5 }, new[] { Sends(1), Hex.Parse("0xdeadbeef") }, default(Hash32), default(Hash32), 60);
        var read = new CallReader(Names).Read(Timelock, 0, data);
        read.Sentence.ShouldBe($"Puts calls into the timelock ({Timelock}), ready after 60 seconds:");
        read.Calls.Select(call => call.Sentence[..12]).ShouldBe(["Sends 1 PHA ", "Unknown call"]);
        read.Calls[1].Value.ShouldBe(5);
        read.IsKnown.ShouldBeFalse("one of its calls is not");
    }

    [Fact]
    public void Multicall_SafeAndCompound_AreLookedInto()
    {
        var aggregate = AbiFunction.Parse("aggregate3((address,bool,bytes)[])");
        var reader = new CallReader(Names);
        reader.Read(Somebody, 0, aggregate.Encode(new object[] { new object[] { (Token, true, Sends(3)) } })).Calls.ShouldHaveSingleItem().Sentence.ShouldStartWith("Sends 3 PHA");

        byte[] packed = [0, .. Token.Bytes, .. new byte[32], .. new byte[31], (byte)Sends(4).Length, .. Sends(4)];
        var multiSend = AbiFunction.Parse("multiSend(bytes)");
        var safe = AbiFunction.Parse("execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)");
        byte[] nested = safe.Encode(Somebody, 0, multiSend.Encode(packed), 1, 0, 0, 0, default(Address), default(Address), Array.Empty<byte>());
        var read = reader.Read(Somebody, 0, nested);
        read.Calls.ShouldHaveSingleItem().Calls.ShouldHaveSingleItem().Sentence.ShouldStartWith("Sends 4 PHA");
        reader.Read(Somebody, 0, multiSend.Encode(packed[..^1])).Calls.ShouldBeEmpty("cut bytes are no list of calls");

        var queue = AbiFunction.Parse("queueTransaction(address,uint256,string,bytes,uint256)");
        byte[] compound = queue.Encode(Token, 0, "transfer(address,uint256)", Sends(5)[4..], 1);
        reader.Read(Somebody, 0, compound).Calls.ShouldHaveSingleItem().Sentence.ShouldStartWith("Sends 5 PHA");
    }

    [Fact]
    public void WrappersWithinWrappers_EndSomewhere()
    {
        var relay = AbiFunction.Parse("relay(address,uint256,bytes)");
        byte[] data = Sends(1);
        for (int i = 0; i < 50; i++) data = relay.Encode(Timelock, 0, data);
        var read = new CallReader(Names).Read(Timelock, 0, data);
        int depth = 0;
        for (var call = read; call.Calls.Count > 0; call = call.Calls[0]) depth++;
        depth.ShouldBeLessThan(6);

        byte[] wide = ScheduleBatch.Encode(Enumerable.Repeat(Token, 200).ToArray(), new BigInteger[200], Enumerable.Repeat(Sends(1), 200).ToArray(), default(Hash32), default(Hash32), 60);
        new CallReader(Names).Read(Timelock, 0, wide).Sentence.ShouldContain("More calls than are read here");
    }

    [Theory]
    [InlineData("0x", "does not say why")]
    [InlineData("0x08c379a000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000002" + "6e6f000000000000000000000000000000000000000000000000000000000000", "“no”")]
    [InlineData("0x4e487b710000000000000000000000000000000000000000000000000000000000000011", "a calculation overflows")]
    [InlineData("0x118cdaa700000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8", "OwnableUnauthorizedAccount(account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8)")]
    [InlineData("0xd93c0665", "EnforcedPause()")]
    [InlineData("0x12345678", "its own error 0x12345678")]
    [InlineData("0x08c379a0ff", "its own error 0x08c379a0")]
    public void ARefusal_IsExplained(string data, string words) => RevertReason.Of(Hex.Parse(data)).ShouldContain(words);
}
