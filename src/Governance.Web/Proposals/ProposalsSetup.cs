namespace Governance.Web.Proposals;

internal static class ProposalsSetup
{
    public static void AddProposals(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ProposalSheets>();
}
