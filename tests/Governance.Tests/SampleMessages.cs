using System.Text.Json.Nodes;
using Governance.Ethereum;

namespace Governance.Tests;

/// <summary>Ready-made signed messages of the test space.</summary>
public static class SampleMessages
{
    public static string WhitelistSettings(string voting = "{}") => $$"""
        {"name":"Phala","network":"1","symbol":"PHA","strategies":[{"name":"whitelist-weighted","params":{"symbol":"PHA","addresses":{
          "{{Signers.Alice.Address}}":100,"{{Signers.Bob.Address}}":60.5,"{{Signers.Carol.Address}}":40} } }],
         "admins":[],"voting":{{voting}}}
        """;

    public static SignedMessage Settings(TestPortal portal, string settings, SigningKey? key = null) => SignedMessage.Of(
        key ?? Signers.Controller,
        Types("Space", "address from", "string space", "uint64 timestamp", "string settings"),
        new JsonObject
        {
            ["from"] = (key ?? Signers.Controller).Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = Now(portal), ["settings"] = settings,
        });

    public static SignedMessage Proposal(TestPortal portal, string votingSystem, string[] choices, Action<JsonObject>? change = null, SigningKey? key = null)
    {
        long now = Now(portal);
        var message = new JsonObject
        {
            ["from"] = (key ?? Signers.Author).Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = now, ["type"] = votingSystem,
            ["title"] = "Leave the parachain", ["body"] = "Shall we **move**?", ["discussion"] = "",
            ["choices"] = new JsonArray([.. choices.Select(c => (JsonNode)c)]), ["labels"] = new JsonArray(),
            ["start"] = now, ["end"] = now + 86_400, ["snapshot"] = 1, ["plugins"] = "{}", ["privacy"] = "", ["app"] = "test",
        };
        change?.Invoke(message);
        return SignedMessage.Of(key ?? Signers.Author, Types("Proposal", "string from", "string space", "uint64 timestamp", "string type", "string title",
            "string body", "string discussion", "string[] choices", "string[] labels", "uint64 start", "uint64 end", "uint64 snapshot", "string plugins",
            "string privacy", "string app"), message);
    }

    public static SignedMessage Vote(TestPortal portal, SigningKey voter, string proposal, int choice, long? timestamp = null, string reason = "", string space = TestPortal.Space) =>
        SignedMessage.Of(voter, Types("Vote", "string from", "string space", "uint64 timestamp", "string proposal", "uint32 choice", "string reason", "string app", "string metadata"),
            new JsonObject
            {
                ["from"] = voter.Address.ToString(), ["space"] = space, ["timestamp"] = timestamp ?? Now(portal), ["proposal"] = proposal,
                ["choice"] = choice, ["reason"] = reason, ["app"] = "test", ["metadata"] = "{}",
            });

    /// <summary>A vote with its choice as the JSON text of one: any of Snapshot's shapes.</summary>
    public static SignedMessage VoteText(TestPortal portal, SigningKey voter, string proposal, string choice, long? timestamp = null) =>
        Vote(portal, voter, proposal, "string choice", choice, timestamp);

    /// <summary>All choices in order.</summary>
    public static SignedMessage Ranking(TestPortal portal, SigningKey voter, string proposal, int[] order, long? timestamp = null) =>
        Vote(portal, voter, proposal, "uint32[] choice", new JsonArray([.. order.Select(choice => (JsonNode)choice)]), timestamp);

    private static SignedMessage Vote(TestPortal portal, SigningKey voter, string proposal, string field, JsonNode choice, long? timestamp) =>
        SignedMessage.Of(voter, Types("Vote", "string from", "string space", "uint64 timestamp", "string proposal", field, "string reason", "string app", "string metadata"),
            new JsonObject
            {
                ["from"] = voter.Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = timestamp ?? Now(portal), ["proposal"] = proposal,
                ["choice"] = choice, ["reason"] = "", ["app"] = "test", ["metadata"] = "{}",
            });

    /// <summary>A vote for several choices: of approval, in any order of preference.</summary>
    public static SignedMessage VoteOnMany(TestPortal portal, SigningKey voter, string proposal, IReadOnlyList<int> choices) =>
        SignedMessage.Of(voter, Types("Vote", "string from", "string space", "uint64 timestamp", "string proposal", "uint32[] choice", "string reason", "string app", "string metadata"),
            new JsonObject
            {
                ["from"] = voter.Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = Now(portal), ["proposal"] = proposal,
                ["choice"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]), ["reason"] = "", ["app"] = "test", ["metadata"] = "{}",
            });

    /// <summary>A vote in somebody's name, signed by another key.</summary>
    public static SignedMessage VoteFor(TestPortal portal, SigningKey signer, Ethereum.Address voter, string proposal, int choice) =>
        SignedMessage.Of(signer, Types("Vote", "string from", "string space", "uint64 timestamp", "string proposal", "uint32 choice", "string reason", "string app", "string metadata"),
            new JsonObject
            {
                ["from"] = voter.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = Now(portal), ["proposal"] = proposal,
                ["choice"] = choice, ["reason"] = "", ["app"] = "test", ["metadata"] = "{}",
            });

    /// <summary>Another text, other choices or another voting system for a published proposal.</summary>
    public static SignedMessage Update(TestPortal portal, string proposal, string votingSystem, string[] choices, Action<JsonObject>? change = null, SigningKey? key = null)
    {
        var message = new JsonObject
        {
            ["proposal"] = proposal, ["from"] = (key ?? Signers.Author).Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = Now(portal),
            ["type"] = votingSystem, ["title"] = "Leave the parachain, better said", ["body"] = "Shall we?", ["discussion"] = "",
            ["choices"] = new JsonArray([.. choices.Select(c => (JsonNode)c)]), ["labels"] = new JsonArray(), ["plugins"] = "{}", ["privacy"] = "",
        };
        change?.Invoke(message);
        return SignedMessage.Of(key ?? Signers.Author, Types("UpdateProposal", "string proposal", "string from", "string space", "uint64 timestamp", "string type",
            "string title", "string body", "string discussion", "string[] choices", "string[] labels", "string plugins", "string privacy"), message);
    }

    public static SignedMessage Delete(TestPortal portal, string proposal, SigningKey key) =>
        SignedMessage.Of(key, Types("CancelProposal", "string from", "string space", "uint64 timestamp", "string proposal"), new JsonObject
        {
            ["from"] = key.Address.ToString(), ["space"] = TestPortal.Space, ["timestamp"] = Now(portal), ["proposal"] = proposal,
        });

    /// <summary>Lets <paramref name="alias"/> sign for the key's account, or takes that back.</summary>
    public static SignedMessage Alias(TestPortal portal, SigningKey key, string alias, bool revoke = false, long? timestamp = null) =>
        SignedMessage.Of(key, Types(revoke ? "RevokeAlias" : "Alias", "address from", "address alias", "uint64 timestamp"), new JsonObject
        {
            ["from"] = key.Address.ToString(), ["alias"] = alias, ["timestamp"] = timestamp ?? Now(portal),
        });

    private static long Now(TestPortal portal) => portal.Clock.Now.ToUnixTimeSeconds();

    private static JsonObject Types(string name, params string[] fields) => new()
    {
        [name] = new JsonArray([.. fields.Select(f => f.Split(' ')).Select(f => (JsonNode)new JsonObject { ["name"] = f[1], ["type"] = f[0] })]),
    };
}
