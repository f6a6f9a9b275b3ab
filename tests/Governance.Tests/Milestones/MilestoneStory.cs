using System.Text.Json.Nodes;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Milestones;
using Governance.Proposals;
using Governance.Tests.Indexing;

namespace Governance.Tests.Milestones;

/// <summary>A portal that follows a local chain, and proposals with milestones on it.</summary>
internal static class MilestoneStory
{
    /// <summary>The end of voting of <see cref="PublishAsync"/>, and so the earliest date of a milestone.</summary>
    public const long VotingSeconds = 86_400;

    private static readonly string[] ForOrAgainst = ["For", "Against"];

    public static JsonObject Call(GovernorStory story, Address contract, string function, string comparison, string value, string title = "A call", long by = 2 * VotingSeconds) => new()
    {
        ["title"] = title, ["by"] = Date(by), ["chain"] = $"eip155:{story.Anvil.ChainId}",
        ["call"] = new JsonObject { ["address"] = contract.ToString(), ["function"] = function, ["is"] = comparison, ["value"] = value },
    };

    public static JsonObject Of(GovernorStory story, string kind, JsonObject condition, long by = 2 * VotingSeconds) => new()
    {
        ["title"] = $"A {kind}", ["by"] = Date(by), ["chain"] = (long)story.Anvil.ChainId, [kind] = condition,
    };

    public static string Plugins(params JsonObject[] milestones) => new JsonObject { ["milestones"] = new JsonArray([.. milestones.Select(m => (JsonNode)m)]) }.ToJsonString();

    public static async Task<Proposal> PublishAsync(IndexingPortal portal, params JsonObject[] milestones)
    {
        await portal.Portal.AcceptAsync(SampleMessages.Settings(portal.Portal, SampleMessages.WhitelistSettings()));
        var receipt = await portal.Portal.AcceptAsync(Message(portal.Portal, Plugins(milestones)));
        return await portal.ProposalAsync(receipt.Message.Id.ToString());
    }

    public static SignedMessage Message(TestPortal portal, string plugins) => SampleMessages.Proposal(portal, "basic", ForOrAgainst, m => m["plugins"] = plugins);

    public static async Task<IReadOnlyList<StatedMilestone>> StatesAsync(IndexingPortal portal, Proposal proposal) =>
        (await portal.Get<ProposalStates>().OfAsync(proposal)).ShouldNotBeNull().Milestones;

    public static async Task<StatedMilestone> StateAsync(IndexingPortal portal, Proposal proposal) => (await StatesAsync(portal, proposal)).ShouldHaveSingleItem();

    // The test clock stands still where it was when the proposal was signed.
    private static long Date(long by) => new TestClock().Now.ToUnixTimeSeconds() + by;
}

/// <summary>
/// Code that says what a Safe says: call data of 3 words (topic, hash or module, payment) makes a log whose second word is indexed, of 2 words
/// one whose second word is data. Four bytes (getThreshold()) are answered by 1.
/// </summary>
internal static class SafeVoice
{
    private static readonly byte[] Code = Hex.Parse(
        "0x3660041460325736604014602157" // calldatasize = 4: to 0x32; = 64: to 0x21
        + "60206040600037602035600035" + "60206000a200" // mem[0] = payment; log2(topic, word)
        + "5b60206020600037600035" + "60406000a100" // mem[0] = word; log1(topic), data: word and a zero
        + "5b600160005260206000f3"); // return 1

    public static async Task<Address> PlaceAsync(Anvil anvil, string name)
    {
        var address = DevAccounts.Key(name).Address;
        await anvil.Controls.SetCodeAsync(address, Code);
        return address;
    }

    public static Task SayAsync(Anvil anvil, Address safe, Hash32 topic, Hash32 word, bool isIndexed) =>
        anvil.Transactions.SendAsync(new DevTransaction(anvil.Accounts[0], safe, [.. topic.Bytes, .. word.Bytes, .. isIndexed ? new byte[Hash32.Size] : []]));
}
