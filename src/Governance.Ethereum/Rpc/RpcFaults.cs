using System.Net;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// What a provider's error means. JSON-RPC leaves codes below -32000 to each node, so the message decides where the code does not:
/// the words below are those of Geth, Erigon, Nethermind, Reth, Besu, anvil and the large hosted providers.
/// </summary>
internal static class RpcFaults
{
    private const int ExecutionReverted = 3;
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int InvalidRequest = -32600;
    private const int ParseError = -32700;

    // Before the limits: "request limit exceeded, retry later" is about time, not about the size of the answer.
    private static readonly string[] RateWords = ["rate limit", "rate-limit", "too many requests", "requests per", "request count", "quota", "compute units", "throttl", "capacity"];

    private static readonly string[] RangeWords =
    [
        "query returned more than", "too many results", "block range", "range too", "range is too", "max range", "range limit", "limited to", "exceed maximum",
        "exceeds limit", "exceeds the limit", "limit exceeded", "response size", "response too large", "too large", "query timeout",
    ];

    private static readonly string[] RevertWords =
    [
        "revert", "out of gas", "outofgas", "evm error", "vm execution error", "invalid opcode", "opcode", "invalid jump", "stack underflow", "stack overflow",
        "stack limit", "gas uint64 overflow", "gas required exceeds", "write protection", "return data out of bounds", "max code size", "max initcode size",
        "intrinsic gas too low", "contract creation code storage",
    ];

    private static readonly string[] StateWords =
    [
        "missing trie node", "header not found", "unknown block", "block not found", "not currently canonical", "pruned", "archive", "historical state",
        "state not available", "state is not available", "no state available", "state unavailable", "blockoutofrange", "resource not found", "not canonical",
        "finalized block not found", "safe block not found", "block with such an id", "non-canonical", "could not find block",
    ];

    internal static RpcFault Of(JsonElement error, string provider, string method)
    {
        if (error.ValueKind != JsonValueKind.Object) return new RpcFault(RpcFaultKind.Transient, provider, method, "an error that is no object");
        int code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value) ? value : 0;
        string message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.ToString() : "no message";
        var kind = KindOf(code, message, method);
        return new RpcFault(kind, provider, method, $"{message} ({code})", kind == RpcFaultKind.Reverted ? RevertDataOf(error) : null);
    }

    internal static RpcFaultKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.RequestEntityTooLarge => RpcFaultKind.LimitExceeded,
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => RpcFaultKind.Transient,
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.InternalServerError => RpcFaultKind.Permanent,
        _ => RpcFaultKind.Transient,
    };

    private static RpcFaultKind KindOf(int code, string message, string method)
    {
        bool isExecution = method is "eth_call" or "eth_estimateGas";
        // A forking node that cannot fetch state reports that from within its machine too.
        if (message.Contains("database", StringComparison.OrdinalIgnoreCase)) return RpcFaultKind.Transient;
        if (isExecution && (code == ExecutionReverted || Has(message, RevertWords))) return RpcFaultKind.Reverted;
        if (Has(message, StateWords)) return RpcFaultKind.MissingState;
        if (Has(message, RateWords)) return RpcFaultKind.Transient;
        if (method == "eth_getLogs" && (code == -32005 || Has(message, RangeWords))) return RpcFaultKind.LimitExceeded;
        if (message.Contains("batch", StringComparison.OrdinalIgnoreCase) && Has(message, ["limit", "large", "exceed", "too many"])) return RpcFaultKind.LimitExceeded;
        return code is MethodNotFound or InvalidParams or InvalidRequest or ParseError ? RpcFaultKind.Permanent : RpcFaultKind.Transient;
    }

    private static byte[] RevertDataOf(JsonElement error)
    {
        if (!error.TryGetProperty("data", out var data)) return [];
        if (data.ValueKind == JsonValueKind.Object && !data.TryGetProperty("data", out data)) return [];
        if (data.ValueKind != JsonValueKind.String) return [];
        string text = data.ToString();
        // OpenEthereum's spelling, which some gateways keep.
        if (text.StartsWith("Reverted ", StringComparison.Ordinal)) text = text["Reverted ".Length..];
        return Hex.TryParse(text, out byte[]? bytes) ? bytes : [];
    }

    private static bool Has(string message, string[] words) => words.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
