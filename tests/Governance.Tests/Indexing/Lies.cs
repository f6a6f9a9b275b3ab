using System.Globalization;
using System.Text.Json.Nodes;

namespace Governance.Tests.Indexing;

/// <summary>What a lying provider may say, each as a change of one honest answer.</summary>
internal static class Lies
{
    private const string Other = "0x1111111111111111111111111111111111111111111111111111111111111111";

    public static readonly Action<string, JsonArray, JsonObject> OtherChain = (method, _, answer) => { if (method == "eth_chainId") answer["result"] = "0x1"; };

    public static readonly Action<string, JsonArray, JsonObject> HiddenLogs = Logs((_, logs) => logs.Clear());

    /// <summary>By name; blocks up to <paramref name="known"/> stay as they are.</summary>
    public static IReadOnlyDictionary<string, Action<string, JsonArray, JsonObject>> After(long known) => new Dictionary<string, Action<string, JsonArray, JsonObject>>
    {
        ["another hash of the head"] = Header(known, header => header["hash"] = Other),
        ["another parent"] = Header(known, header => header["parentHash"] = Other),
        ["a gap in the blocks"] = (method, asked, answer) => { if (method == "eth_getBlockByNumber" && asked[0]!.GetValue<string>().StartsWith("0x", StringComparison.Ordinal)) answer["result"] = null; },
        ["a finalized block of the future"] = Tagged("finalized", header => header["number"] = "0xffffff"),
        ["another finalized block"] = Tagged("finalized", header => header["hash"] = Other),
        ["no logs"] = Logs((asked, logs) => { if (asked.ContainsKey("fromBlock")) logs.Clear(); }),
        ["no logs, by hash either"] = HiddenLogs,
        ["one log less"] = Logs((_, logs) => logs.RemoveAt(logs.Count - 1)),
        ["a log twice"] = Logs((_, logs) => logs.Add(logs[0]!.DeepClone())),
        ["a log of a foreign contract"] = Logs((_, logs) => logs[0]!["address"] = "0x1111111111111111111111111111111111111111"),
        ["a log of another block"] = Logs((_, logs) => logs[0]!["blockHash"] = Other),
        ["a log of a stranger's"] = Logs((_, logs) => logs[0]!["topics"]!.AsArray()[^1] = Other),
        ["a log without its data"] = Logs((_, logs) => logs[0]!["data"] = "0x"),
        ["no such transaction"] = (method, _, answer) => { if (method == "eth_getTransactionByHash") answer["result"] = null; },
        ["a transaction of another block"] = (method, _, answer) => { if (method == "eth_getTransactionByHash") answer["result"]!["blockHash"] = Other; },
    };

    private static Action<string, JsonArray, JsonObject> Header(long known, Action<JsonObject> change) => (method, asked, answer) =>
    {
        if (method == "eth_getBlockByNumber" && asked[0]!.GetValue<string>() is not ("safe" or "finalized") && answer["result"] is JsonObject header && NumberOf(header) > known) change(header);
    };

    private static long NumberOf(JsonObject header) => long.Parse(header["number"]!.GetValue<string>().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static Action<string, JsonArray, JsonObject> Tagged(string tag, Action<JsonObject> change) => (method, asked, answer) =>
    {
        if (method == "eth_getBlockByNumber" && asked[0]!.GetValue<string>() == tag) change(answer["result"]!.AsObject());
    };

    private static Action<string, JsonArray, JsonObject> Logs(Action<JsonObject, JsonArray> change) => (method, asked, answer) =>
    {
        if (method == "eth_getLogs" && answer["result"] is JsonArray { Count: > 0 } logs) change(asked[0]!.AsObject(), logs);
    };
}
