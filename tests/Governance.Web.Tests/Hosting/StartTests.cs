using System.Net;
using System.Net.Sockets;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Hosting;

/// <summary>What keeps the program from starting is said in one line, and nothing else.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task ATakenPort_IsOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string folder = Directory.CreateTempSubdirectory("governance-start-").FullName;
        var ended = await PortalProcess.RunToEndAsync($"--Urls=http://127.0.0.1:{port}", $"--Database:Directory={folder}", "--DevChain:Enabled=false");

        ended.ExitCode.ShouldBe(1);
        ended.Errors.Trim().ShouldBe($"Failed to bind to address http://127.0.0.1:{port}: address already in use. Choose another with --Urls http://127.0.0.1:5081.");
        ended.Output.ShouldBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ASecondPortal_OnTheSameDatabase_IsRefused_AndTheFirstGoesOn()
    {
        await using var first = await PortalProcess.StartAsync("--DevChain:Enabled=false");
        var second = await PortalProcess.RunToEndAsync("--Urls=http://127.0.0.1:0", $"--Database:Directory={first.Folder}", "--DevChain:Enabled=false");

        second.ExitCode.ShouldBe(1);
        second.Errors.Trim().ShouldStartWith("Database:Directory: another portal uses ");
        second.Errors.Trim().Split('\n').Length.ShouldBe(1);
        using var http = new HttpClient { BaseAddress = first.Url };
        (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("check", "--help")]
    public async Task WhoAsksForHelp_IsToldTheCommands_AndNothingStarts(params string[] arguments)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"governance-help-{Guid.NewGuid():N}");
        var ended = await PortalProcess.RunToEndAsync([.. arguments, $"--Database:Directory={folder}"]);
        (ended.ExitCode, ended.Errors).ShouldBe((0, ""));
        foreach (string word in (string[])["backup <folder>", "check", "--Key=value", "README.md"]) ended.Output.ShouldContain(word);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("recount")]
    [InlineData("backup")]
    [InlineData("backup", "--Database:Directory=/nowhere")]
    public async Task WhatIsNoCommand_IsOneLine_ThatNamesThem(params string[] arguments)
    {
        var ended = await PortalProcess.RunToEndAsync(arguments);
        (ended.ExitCode, ended.Output).ShouldBe((1, ""));
        ended.Errors.ShouldContain("The commands are 'backup <folder>' and 'check'");
    }
}
