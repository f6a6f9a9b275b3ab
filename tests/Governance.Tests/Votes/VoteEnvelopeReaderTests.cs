using System.Text;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Tests.Votes;

/// <summary>The fast reader and the general one say the same of every envelope.</summary>
public sealed class VoteEnvelopeReaderTests
{
    private static readonly string[] Reasons = ["", "plain", "quotes \" and \\ back\\slashes", "line\nbreaks\tand\u0001controls", "ünïcödé – 日本 🗳", new('x', 9_000)];

    [Fact]
    public async Task FastAndGeneral_ReadTheSame()
    {
        await using var portal = await TestPortal.StartAsync();
        var reader = new VoteEnvelopeReader();
        foreach (var reason in Reasons)
        {
            byte[] canonical = Canonical(portal, reason);
            var fast = ReadOrdinary(reader, canonical).ShouldNotBeNull();
            var general = VoteEnvelope.Of(Envelope.ReadStored(canonical, out var stated), stated).ShouldNotBeNull();
            (fast with { Choice = null }).ShouldBe(general with { Choice = null });
            fast.Choice!.Json.ShouldBe(general.Choice!.Json);
            fast.Id.ShouldBe(stated);
        }
    }

    [Fact]
    public async Task NoChangedByte_IsReadFast_AsSomethingElseThanTheGeneralReaderSays()
    {
        await using var portal = await TestPortal.StartAsync();
        byte[] canonical = Canonical(portal, "a \\ reason");
        var reader = new VoteEnvelopeReader();
        int fastReads = 0;
        for (int i = 0; i < canonical.Length; i++)
        {
            foreach (byte flip in (byte[])[1, 2, 0x20, 0x80])
            {
                byte[] changed = [.. canonical];
                changed[i] ^= flip;
                if (ReadOrdinary(reader, changed) is not { } fast) continue;
                fastReads++;
                var general = VoteEnvelope.Of(Envelope.ReadStored(changed, out var stated), stated).ShouldNotBeNull();
                (fast with { Choice = null }).ShouldBe(general with { Choice = null });
                (fast.Choice?.Json).ShouldBe(general.Choice?.Json);
            }
        }

        fastReads.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("\"choice\":1", "\"choice\":1,\"choice\":2")]
    [InlineData("\"choice\":1", "\"choice\":\"1\"")]
    [InlineData("\"choice\":1", "\"choice\":1.0")]
    [InlineData("\"choice\":1", "\"choice\":1,\"more\":2")]
    [InlineData("\"version\":\"0.1.4\"", "\"version\":\"0.1.4\",\"chainId\":1")]
    public async Task WhatIsNotOrdinary_GoesTheLongWay(string ordinary, string other)
    {
        await using var portal = await TestPortal.StartAsync();
        byte[] changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Canonical(portal, "")).Replace(ordinary, other, StringComparison.Ordinal));
        ReadOrdinary(new VoteEnvelopeReader(), changed).ShouldBeNull();
    }

    private static VoteEnvelope? ReadOrdinary(VoteEnvelopeReader reader, byte[] canonical)
    {
        var vote = new VoteEnvelope?[1];
        reader.ReadOrdinary([canonical], vote);
        return vote[0];
    }

    private static byte[] Canonical(TestPortal portal, string reason)
    {
        var sent = SampleMessages.Vote(portal, Signers.Alice, "0x" + new string('a', 64), 1, reason: reason);
        return Envelope.Read(sent.Body, portal.Clock.Now).Value.Canonical;
    }
}
