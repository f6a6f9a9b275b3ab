using Governance.Benchmarks.Ingest;

namespace Governance.Benchmarks.Portals;

/// <summary>The product's own program over a prepared portal's folder.</summary>
internal static class WebPortal
{
    // Nobody signs as the space's controller here.
    private const string Controller = "0x1111111111111111111111111111111111111111";

    internal static Task<ServerProcess> StartAsync(PreparedPortal portal) => ServerProcess.StartAsync(Programs.Web, portal.Folder,
        "--Urls=http://127.0.0.1:0", $"--Database:Directory={portal.Folder}", $"--Spaces:0:Id={PortalMaker.Space}", $"--Spaces:0:Controller={Controller}");
}
