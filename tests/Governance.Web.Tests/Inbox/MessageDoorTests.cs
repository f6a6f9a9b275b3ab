using System.Net;
using System.Text;
using System.Text.Json;
using Governance.Inbox;
using Governance.Web.Hosting;
using Governance.Web.Inbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Governance.Web.Tests.Inbox;

/// <summary>What the door for messages answers when the portal itself fails, and to a client that asks too often.</summary>
public sealed class MessageDoorTests
{
    [Fact]
    public async Task AFaultOfThePortal_IsToldAsOne_WithWhatToDo()
    {
        using var limit = new ClientLimit(Options.Create(new LimitsOptions()));
        var door = Door(limit);

        using var voter = SignedEnvelopes.Key(1);
        var vote = new SignedEnvelopes("some.space").Vote(voter, "0x" + new string('1', 64), 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var (status, answer) = await PostAsync(door, Encoding.UTF8.GetBytes(vote.ToJsonString()));

        status.ShouldBe(StatusCodes.Status500InternalServerError);
        answer.GetProperty("error").GetString().ShouldBe("server_error");
        answer.GetProperty("code").GetString().ShouldBe("internal-error");
        answer.GetProperty("explanation").GetString().ShouldNotBeNull().ShouldContain("send the same message again");
    }

    [Fact]
    public async Task OneClientsTooMany_AreRefused_BeforeAnythingIsRead()
    {
        using var limit = new ClientLimit(Options.Create(new LimitsOptions { MessagesPerMinute = 2 }));
        var door = Door(limit);
        for (int i = 0; i < 2; i++) (await PostAsync(door, "{}"u8.ToArray())).Status.ShouldBe(StatusCodes.Status400BadRequest);
        var (status, answer) = await PostAsync(door, "{}"u8.ToArray());
        status.ShouldBe(StatusCodes.Status429TooManyRequests);
        answer.GetProperty("error_description").GetString().ShouldBe("too many requests");
        answer.GetProperty("code").GetString().ShouldBe("too-many-requests");
        answer.GetProperty("explanation").GetString()!.ShouldContain("wait a minute");
        (await PostAsync(door, "{}"u8.ToArray(), "127.0.0.2")).Status.ShouldBe(StatusCodes.Status400BadRequest);
    }

    // Nothing stands behind it: whatever well-formed message comes in, the portal fails.
    private static MessageDoor Door(ClientLimit limit) =>
        new(new AcceptMessage(new VoteCrowd(null!, null!, null!, null!, null!, null!, NullLogger<VoteCrowd>.Instance), null!, null!, TimeProvider.System), null!, limit, NullLogger<MessageDoor>.Instance);

    private static async Task<(int Status, JsonElement Answer)> PostAsync(MessageDoor door, byte[] body, string client = "127.0.0.1")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(client);
        context.Request.Body = new MemoryStream(body);
        using var written = new MemoryStream();
        context.Response.Body = written;
        await door.TakeAsync(context);
        return (context.Response.StatusCode, JsonElement.Parse(written.ToArray()));
    }
}
