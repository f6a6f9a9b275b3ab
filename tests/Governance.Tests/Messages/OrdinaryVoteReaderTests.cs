using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Tests.Messages;

/// <summary>A posted vote that is read fast is the envelope that the long way makes of it, to the last byte; whatever else is posted goes the long way.</summary>
public sealed class OrdinaryVoteReaderTests
{
    // As JSON.stringify writes: nothing escaped that need not be.
    private static readonly JsonSerializerOptions Stringify = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Reasons = ["", "plain", "quotes \" and \\ back\\slashes", "line\nbreaks\tand\r\b\f", "ünïcödé – 日本", "{\"a\": [1, 2]}", new('x', 5_000)];

    [Fact]
    public async Task FastAndLong_MakeTheSameEnvelope()
    {
        await using var portal = await TestPortal.StartAsync();
        string proposal = "0x" + new string('a', 64);
        SignedMessage[] votes =
        [
            .. Reasons.Select(reason => SampleMessages.Vote(portal, Signers.Alice, proposal, 2, reason: reason)),
            SampleMessages.VoteText(portal, Signers.Bob, proposal, "[3,1]"),
            SampleMessages.VoteText(portal, Signers.Bob, proposal, "{\"1\":2,\"3\":0.5}"),
            SampleMessages.Ranking(portal, Signers.Carol, proposal, [2, 3, 1]),
            SampleMessages.VoteFor(portal, Signers.Stranger, Signers.Alice.Address, proposal, 3),
        ];
        foreach (var vote in votes)
        {
            byte[] body = Body(vote);
            ReadPosted(body).ShouldNotBeNull(Encoding.UTF8.GetString(body));
            Compare(portal, body).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task NoChangedByte_IsTakenForSomethingElseThanTheLongWayMakesOfIt()
    {
        await using var portal = await TestPortal.StartAsync();
        byte[] body = Body(SampleMessages.Vote(portal, Signers.Alice, "0x" + new string('a', 64), 1, reason: "a \\ reason\n"));
        int accepted = 0, fast = 0;
        for (int i = 0; i < body.Length; i++)
        {
            foreach (byte flip in (byte[])[1, 2, 0x20, 0x80])
            {
                byte[] changed = [.. body];
                changed[i] ^= flip;
                if (Compare(portal, changed)) accepted++;
                if (ReadPosted(changed) is not null) fast++;
            }
        }

        // Most changes leave a well-formed envelope, which nobody signed.
        accepted.ShouldBeGreaterThan(300);
        fast.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("{\"address\"", "{ \"address\"")]
    [InlineData("\"choice\":1", "\"choice\": 1")]
    [InlineData("\"choice\":1", "\"choice\":1.0")]
    [InlineData("\"choice\":1", "\"choice\":1,\"more\":2")]
    [InlineData("\"app\":\"test\"", "\"app\":\"t\\u0065st\"")]
    [InlineData("\"app\":\"test\"", "\"app\":\"te\\/st\"")]
    [InlineData("\"version\":\"0.1.4\"", "\"version\":\"0.1.4\",\"chainId\":1")]
    [InlineData("\"0.1.4\"},\"types\"", "\"0.1.4\"},\"primaryType\":\"Vote\",\"types\"")]
    public async Task AnotherSpelling_GoesTheLongWay(string ordinary, string other)
    {
        await using var portal = await TestPortal.StartAsync();
        string text = Encoding.UTF8.GetString(Body(SampleMessages.Vote(portal, Signers.Alice, "0x" + new string('a', 64), 1)));
        text.ShouldContain(ordinary);
        byte[] changed = Encoding.UTF8.GetBytes(text.Replace(ordinary, other, StringComparison.Ordinal));
        ReadPosted(changed).ShouldBeNull();
        // A fraction is no choice that can be hashed.
        Compare(portal, changed).ShouldBe(!other.Contains("1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyAtOnce_AreEachWhatTheyAreAlone()
    {
        await using var portal = await TestPortal.StartAsync();
        string proposal = "0x" + new string('a', 64);
        var random = new Random(55);
        Func<int, byte[]>[] kinds =
        [
            i => Body(SampleMessages.Vote(portal, Signers.Alice, proposal, 1 + (i % 3), reason: new string('r', i % 90))),
            i => Body(SampleMessages.Ranking(portal, Signers.Carol, proposal, [2, 3, 1])),
            i => Body(SampleMessages.VoteFor(portal, Signers.Stranger, Signers.Alice.Address, proposal, 3)),
            i => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Body(SampleMessages.Vote(portal, Signers.Bob, proposal, 1))).Replace(Signers.Bob.Address.ToString(), Signers.Bob.Address.ToString().ToLowerInvariant(), StringComparison.Ordinal)),
            i => Body(SampleMessages.Vote(portal, Signers.Bob, proposal, 2))[..^(1 + (i % 40))],
        ];
        var reader = new OrdinaryVoteReader();
        foreach (int count in (int[])[1, 2, 7, 8, 9, 40, 100])
        {
            // Ordinary ones of two lengths, and between them some that are spelled wrong or cut off.
            var bodies = Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)kinds[random.Next(3) > 0 ? 0 : random.Next(kinds.Length)](i)).ToArray();
            var votes = new OrdinaryVote?[count];
            reader.ReadPosted(bodies, votes);
            for (int i = 0; i < count; i++)
            {
                var alone = ReadPosted(bodies[i].ToArray());
                (votes[i]?.Id, votes[i]?.From, votes[i]?.Choice, votes[i]?.Reason).ShouldBe((alone?.Id, alone?.From, alone?.Choice, alone?.Reason));
                if (votes[i] is { } vote) Envelope.Read((byte[])[(byte)' ', .. bodies[i].Span], portal.Clock.Now).Value.Id.ShouldBe(vote.Id);
                else Envelope.Read(bodies[i], portal.Clock.Now).Rejection.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public async Task AfterAFaultInARound_TheNextRoundsIdsAreItsOwn()
    {
        await using var portal = await TestPortal.StartAsync();
        string proposal = "0x" + new string('a', 64);
        byte[] before = Body(SampleMessages.Vote(portal, Signers.Alice, proposal, 1)), after = Body(SampleMessages.Vote(portal, Signers.Bob, proposal, 2));
        var reader = new OrdinaryVoteReader();
        using var lost = new LostMemory();
        Should.Throw<IOException>(() => reader.ReadPosted([before, lost.Memory], new OrdinaryVote?[2]));
        var votes = new OrdinaryVote?[1];
        reader.ReadPosted([after], votes);
        votes[0].ShouldNotBeNull().Id.ShouldBe(ReadPosted(after).ShouldNotBeNull().Id);
    }

    // Bytes that can not be reached.
    private sealed class LostMemory : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(1);

        public override Span<byte> GetSpan() => throw new IOException("lost");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new IOException("lost");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private static OrdinaryVote? ReadPosted(byte[] body)
    {
        var vote = new OrdinaryVote?[1];
        new OrdinaryVoteReader().ReadPosted([body], vote);
        return vote[0];
    }

    // A space before it is nothing to JSON, and no ordinary form. True: it is an envelope.
    private static bool Compare(TestPortal portal, byte[] body)
    {
        var straight = Envelope.Read(body, portal.Clock.Now);
        var around = Envelope.Read((byte[])[(byte)' ', .. body], portal.Clock.Now);
        straight.Rejection.ShouldBe(around.Rejection);
        if (straight.Rejection is not null) return false;
        var (fast, general) = (straight.Value, around.Value);
        general.Ordinary.ShouldBeNull();
        fast.Canonical.ShouldBe(general.Canonical);
        (fast.Id, fast.Kind, fast.Signer, fast.From, fast.Space, fast.Timestamp).ShouldBe((general.Id, general.Kind, general.Signer, general.From, general.Space, general.Timestamp));
        fast.SignatureText.ToUpperInvariant().ShouldBe(general.SignatureText.ToUpperInvariant());
        fast.SignatureBytes.ShouldBe(general.SignatureBytes);
        foreach (string name in (string[])["proposal", "reason", "app", "metadata", "from", "nothing"])
        {
            fast.Text(name).ShouldBe(general.Text(name), name);
            foreach (int length in (int[])[0, 4, 5_000]) fast.IsTextUpTo(name, length).ShouldBe(general.IsTextUpTo(name, length), name);
        }

        VoteEnvelope.ChoiceOf(fast)?.Json.ShouldBe(VoteEnvelope.ChoiceOf(general)?.Json);
        if (fast.Ordinary is not null) fast.Message.GetRawText().ShouldBe(JsonElement.Parse(fast.Canonical).GetProperty("data").GetProperty("message").GetRawText());
        return true;
    }

    private static byte[] Body(SignedMessage message) => Encoding.UTF8.GetBytes(JsonNode.Parse(message.Body)!.ToJsonString(Stringify));
}
