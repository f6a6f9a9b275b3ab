namespace Governance.Web.Tests.Walks;

/// <summary>A running portal with a space of nine listed voters, shared by the tests of a class.</summary>
public class OpenSpace : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("governance-space-").FullName;

    internal PortalProcess Portal { get; private set; } = null!;

    internal Space Space { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (arguments, voters) = Space.Configure(_folder, 9);
        Portal = await PortalProcess.StartAsync(arguments);
        Space = Space.Of(Portal, voters);
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Space?.Dispose();
        if (Portal is not null) await Portal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the class's tests find there.</summary>
    protected virtual Task FillAsync() => Task.CompletedTask;
}
