using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>What a restart of the demo must know of the chain that it finds: kept as <c>demo.json</c> beside the database.</summary>
internal sealed record DemoState
{
    public required Address Token { get; init; }

    public required Address Vault { get; init; }

    public required Address Timelock { get; init; }

    public required Address Governor { get; init; }

    public required Address Bridge { get; init; }

    public required Address Claimer { get; init; }

    /// <summary>Holds what was given to nobody.</summary>
    public required Address Treasury { get; init; }

    /// <summary>On the second chain.</summary>
    public required Address L2Token { get; init; }

    /// <summary>The block whose balances count in the demo's proposals.</summary>
    public required ulong SnapshotBlock { get; init; }

    /// <summary>Whether space, proposals and votes were published.</summary>
    public bool SpaceOpened { get; init; }

    /// <summary>Null where no demo was told in this folder.</summary>
    public static DemoState? Read(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path)) return null;
        var file = JsonSerializer.Deserialize<Stored>(File.ReadAllText(path))!;
        // Told by an earlier version of the demo, on one chain: it is told anew.
        if (file.L2Token is null) return null;
        return new DemoState
        {
            Token = Address.Parse(file.Token), Vault = Address.Parse(file.Vault), Timelock = Address.Parse(file.Timelock), Governor = Address.Parse(file.Governor),
            Bridge = Address.Parse(file.Bridge), Claimer = Address.Parse(file.Claimer!), Treasury = Address.Parse(file.Treasury!), L2Token = Address.Parse(file.L2Token),
            SnapshotBlock = file.SnapshotBlock, SpaceOpened = file.SpaceOpened,
        };
    }

    public Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = new Stored(Token.ToString(), Vault.ToString(), Timelock.ToString(), Governor.ToString(), Bridge.ToString(), SnapshotBlock, SpaceOpened, Claimer.ToString(), Treasury.ToString(), L2Token.ToString());
        return File.WriteAllTextAsync(PathIn(folder), JsonSerializer.Serialize(file));
    }

    private static string PathIn(string folder) => Path.Combine(folder, "demo.json");

    private sealed record Stored(string Token, string Vault, string Timelock, string Governor, string Bridge, ulong SnapshotBlock, bool SpaceOpened, string? Claimer, string? Treasury, string? L2Token);
}
