namespace Governance.Web.Demo;

/// <summary>Section <c>DevChain</c>.</summary>
internal sealed class DevChainOptions
{
    public const string Section = "DevChain";

    /// <summary>The local chain and the demo space; by default on when no chain and no space is configured.</summary>
    public bool? Enabled { get; set; }
}
