using Governance.Web.Wallets;

namespace Governance.Web.Votes;

internal static class VotesSetup
{
    public static void AddVotes(this WebApplicationBuilder builder) => builder.Services.AddScoped<WalletModule>();
}
