using System.Net.Http.Json;
using System.Text.Json;
using Governance.Web.Tests.Inbox;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Hosting;

/// <summary>Promise 29: backups are real. Taken by the command of the program, under load, and started from.</summary>
public sealed class BackupTests
{
    private const int Voters = 150;
    private const int Rounds = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABackupTakenUnderLoad_StartsAtItsCheckpoint_AndThePortalGoesOnFromThere()
    {
        var space = new SignedEnvelopes("backup.test");
        string folder = Directory.CreateTempSubdirectory("governance-backup-").FullName;
        string[] configuration = await SignedEnvelopes.ConfigureAsync(folder, "backup.test", Voters);
        string live = Path.Combine(folder, "live"), early = Path.Combine(folder, "early"), late = Path.Combine(folder, "late");
        await using var portal = await PortalProcess.StartInAsync(live, configuration);
        using var http = new HttpClient { BaseAddress = portal.Url };
        string proposal = await VoteLoad.PublishAsync(portal.Url, space);
        var load = new VoteLoad();
        var sending = SendForeverAsync(load, portal.Url, [.. Enumerable.Range(0, Rounds).Select(round => VoteLoad.Sign(space, proposal, round, Voters))], out var stop);

        while (load.Count < 100) await Task.Delay(5, Ct);
        int before = load.Count;
        var taken = await PortalProcess.RunToEndAsync("backup", early, $"--Database:Directory={live}");
        int after = load.Count;
        await stop.CancelAsync();
        await sending;
        taken.ExitCode.ShouldBe(0, taken.Errors);
        after.ShouldBeGreaterThan(before, "votes go on while the backup is taken");
        (await PortalProcess.RunToEndAsync("backup", late, $"--Database:Directory={live}")).ExitCode.ShouldBe(0);

        // Restored from the quiet one: the same signed head, to the byte. From the one under load: a head that the portal grew from.
        string head = await http.GetStringAsync("/ledger/checkpoint", Ct);
        (await RestoredHeadAsync(late, configuration, space, proposal)).ShouldBe(head);
        var lines = (await RestoredHeadAsync(early, configuration, space, proposal)).Split('\n');
        long size = long.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture);
        size.ShouldBeInRange(before + 1, after + 2 + 16);
        var grown = await http.GetFromJsonAsync<JsonElement>($"/ledger/consistency?from={size}&to={head.Split('\n')[1]}", Ct);
        Convert.ToBase64String(Convert.FromHexString(grown.GetProperty("fromRoot").GetString()![2..])).ShouldBe(lines[2]);
        await portal.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ABackup_IsPrivate_AndNeverOverwritten()
    {
        string folder = Directory.CreateTempSubdirectory("governance-backup-").FullName;
        string live = Path.Combine(folder, "live"), copy = Path.Combine(folder, "copy");
        (await PortalProcess.RunToEndAsync("backup", copy, $"--Database:Directory={live}")).Errors.ShouldContain("there is no database");
        Directory.Exists(copy).ShouldBeFalse();
        await using (await PortalProcess.StartInAsync(live, "--DevChain:Enabled=false")) (await PortalProcess.RunToEndAsync("backup", copy, $"--Database:Directory={live}")).ExitCode.ShouldBe(0);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(copy, "ledger.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.GetFiles(copy).Select(Path.GetFileName).ShouldBe(["governance.db", "ledger.key"], ignoreOrder: true);
        var again = await PortalProcess.RunToEndAsync("backup", copy, $"--Database:Directory={live}");
        (again.ExitCode, again.Errors.Contains("not overwritten", StringComparison.Ordinal)).ShouldBe((1, true));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Commands_MakeNothing_ThatIsNotThere_AndTakeNoWordTooMany()
    {
        string folder = Directory.CreateTempSubdirectory("governance-backup-").FullName;
        string live = Path.Combine(folder, "live"), nowhere = Path.Combine(folder, "nowhere"), key = Path.Combine(live, "ledger.key");
        (await PortalProcess.RunToEndAsync("check", $"--Database:Directory={nowhere}")).Errors.ShouldContain("there is no database");
        Directory.Exists(nowhere).ShouldBeFalse();
        await using (await PortalProcess.StartInAsync(live, "--DevChain:Enabled=false"))
        {
        }

        var astray = await PortalProcess.RunToEndAsync("check", nowhere, $"--Database:Directory={live}");
        (astray.ExitCode, astray.Errors.Contains("is no command", StringComparison.Ordinal)).ShouldBe((1, true));
        File.WriteAllText(Path.Combine(folder, "file"), "");
        (await RefusedAsync("backup", Path.Combine(folder, "file"), $"--Database:Directory={live}")).ShouldContain("The backup can not be written to");
        File.Delete(key);
        foreach (string[] command in (string[][])[["check"], ["backup", nowhere], []])
        {
            (await RefusedAsync([.. command, $"--Database:Directory={live}"])).ShouldContain($"Ledger:KeyFile: {key} is missing");
            File.Exists(key).ShouldBeFalse();
        }

        Directory.Exists(nowhere).ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AKeyThatLiesWhereTheBackupIsToGo_StaysAsItIs()
    {
        string folder = Directory.CreateTempSubdirectory("governance-backup-").FullName;
        string live = Path.Combine(folder, "live"), keys = Path.Combine(folder, "keys"), key = Path.Combine(keys, "ledger.key");
        await using (await PortalProcess.StartInAsync(live, "--DevChain:Enabled=false", $"--Ledger:KeyFile={key}"))
        {
        }

        byte[] before = await File.ReadAllBytesAsync(key, Ct);
        (await RefusedAsync("backup", keys, $"--Database:Directory={live}", $"--Ledger:KeyFile={key}")).ShouldContain("a key is not overwritten");
        (await File.ReadAllBytesAsync(key, Ct)).ShouldBe(before);
        Directory.Delete(folder, recursive: true);
    }

    // One line, no stack trace.
    private static async Task<string> RefusedAsync(params string[] arguments)
    {
        var ended = await PortalProcess.RunToEndAsync(arguments);
        ended.ExitCode.ShouldBe(1);
        ended.Errors.Trim().Split('\n').Length.ShouldBe(1, ended.Errors);
        return ended.Errors;
    }

    private static Task SendForeverAsync(VoteLoad load, Uri portal, List<byte[]>[] rounds, out CancellationTokenSource stop)
    {
        var stopped = stop = new CancellationTokenSource();
        return Task.Run(async () =>
        {
            // The last rounds make sure that the load does not end before the backup; they are sent in small portions.
            foreach (var portion in rounds.SelectMany(round => round.Chunk(16)))
            {
                if (stopped.IsCancellationRequested) return;
                await load.SendAsync(portal, portion);
                await Task.Delay(20, CancellationToken.None);
            }
        });
    }

    // The backup stays as it is; a copy of it is checked, started, and takes another vote.
    private static async Task<string> RestoredHeadAsync(string backup, string[] configuration, SignedEnvelopes space, string proposal)
    {
        string folder = backup + "-restored";
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(backup)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var check = await PortalProcess.RunToEndAsync("check", $"--Database:Directory={folder}");
        check.ExitCode.ShouldBe(0, check.Output);
        await using var portal = await PortalProcess.StartInAsync(folder, configuration);
        using var http = new HttpClient { BaseAddress = portal.Url };
        string head = await http.GetStringAsync("/ledger/checkpoint", Ct);
        using var reply = await http.PostAsJsonAsync("/api/messages", space.Vote(SignedEnvelopes.Key(0), proposal, 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds()), Ct);
        reply.IsSuccessStatusCode.ShouldBeTrue(await reply.Content.ReadAsStringAsync(Ct));
        return head;
    }
}
