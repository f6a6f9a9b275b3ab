using System.Numerics;
using System.Text.Json;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>A call to try.</summary>
/// <param name="Value">Wei.</param>
public sealed record TriedCall(Address Target, BigInteger Value, byte[] CallData);

/// <summary>What a call would do.</summary>
/// <param name="Succeeds">Whether it would succeed; null: it was not tried, because one before it fails.</param>
/// <param name="Reason">Why not, a sentence; null: it would.</param>
/// <param name="Events">What it would say, in words; null: the provider does not tell.</param>
public sealed record SimulatedCall(bool? Succeeds, string? Reason, IReadOnlyList<string>? Events);

/// <summary>A simulation at one block.</summary>
/// <param name="Executor">In whose name the calls were made.</param>
/// <param name="IsSequence">Whether each call saw what those before it had changed; else each was tried alone on the block's state.</param>
public sealed record Simulation(ulong Chain, BlockPoint At, Address Executor, bool IsSequence, IReadOnlyList<SimulatedCall> Calls)
{
    public bool Succeeds => Calls.All(call => call.Succeeds == true);
}

/// <summary>
/// Tries calls at the latest block, in the executor's name, and changes nothing: by <c>eth_simulateV1</c>, one after the other with the events that
/// they would emit, where the provider knows it; else by <c>eth_call</c>, each alone.
/// </summary>
public sealed class SimulateCalls(ChainRegistry chains)
{
    private const ulong Gas = 30_000_000;
    private const int MaxCalls = 50;
    private const int MaxEvents = 40;
    private const int MaxReturnBytes = 65_536;

    /// <exception cref="RpcException">The chain does not answer: nobody knows.</exception>
    /// <exception cref="InvalidOperationException">The portal does not follow the chain.</exception>
    public async Task<Simulation> RunAsync(ulong chain, Address executor, IReadOnlyList<TriedCall> calls, ContractNames names, CancellationToken cancellationToken)
    {
        var client = chains.Client(chain) ?? throw new InvalidOperationException($"This portal does not follow eip155:{chain}.");
        var tried = calls.Take(MaxCalls).ToArray();
        var head = BlockPoint.Of(await client.GetBlockAsync(BlockTag.Latest, cancellationToken) ?? throw new RpcException("The provider names no latest block."));
        // A node refuses to try what cannot be paid; that is an answer too.
        var balance = await client.GetBalanceAsync(executor, BlockRef.At(head.Hash), cancellationToken);
        var needed = tried.Aggregate(BigInteger.Zero, (sum, call) => sum + call.Value);
        if (balance < needed)
        {
            string reason = $"{names.Of(executor)} has {ContractNames.Ether(balance)}, and {ContractNames.Ether(needed)} are to be sent.";
            return new(chain, head, executor, true, [.. tried.Select((_, i) => new SimulatedCall(i == 0 ? false : null, i == 0 ? reason : null, null))]);
        }

        return await TogetherAsync(client, head, executor, tried, names, cancellationToken) is { } together
            ? new(chain, head, executor, true, together)
            : new(chain, head, executor, false, await AloneAsync(client, head, executor, tried, cancellationToken));
    }

    // Null: the provider does not know the method, or not in this form.
    private static async Task<IReadOnlyList<SimulatedCall>?> TogetherAsync(ChainClient client, BlockPoint head, Address executor, TriedCall[] calls, ContractNames names, CancellationToken ct)
    {
        var question = new Dictionary<string, object?>
        {
            ["blockStateCalls"] = new object[] { new Dictionary<string, object?> { ["calls"] = calls.Select(call => Argument(executor, call)).ToArray() } },
            ["validation"] = false,
        };
        try
        {
            var answer = await client.RequestAsync("eth_simulateV1", ct, question, BlockRef.At((ulong)head.Number));
            var results = answer[0].GetProperty("calls").EnumerateArray().ToArray();
            if (results.Length != calls.Length) return null;
            int failed = Array.FindIndex(results, result => result.GetProperty("status").GetString() != "0x1");
            // A batch is all or nothing: what stands after a failure would not be reached.
            return [.. results.Select((result, i) => failed >= 0 && i > failed ? new SimulatedCall(null, null, null) : Read(result, names))];
        }
        catch (Exception unknown) when (unknown is RpcException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Dictionary<string, object?> Argument(Address executor, TriedCall call) => new()
    {
        ["from"] = executor, ["to"] = call.Target, ["value"] = call.Value, ["input"] = call.CallData, ["gas"] = Gas,
    };

    private static SimulatedCall Read(JsonElement result, ContractNames names)
    {
        if (result.GetProperty("status").GetString() != "0x1") return new(false, RevertReason.Of(RevertData(result)), null);
        var events = result.TryGetProperty("logs", out var logs) && logs.ValueKind == JsonValueKind.Array
            ? logs.EnumerateArray().Take(MaxEvents).Select(log => KnownEvents.Say(
                Address.Parse(log.GetProperty("address").GetString()!), [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash32.Parse(topic.GetString()!))],
                Hex.Parse(log.GetProperty("data").GetString()!), names)).ToArray()
            : [];
        return new(true, null, events);
    }

    private static byte[] RevertData(JsonElement result)
    {
        if (result.TryGetProperty("error", out var error) && error.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String && Hex.TryParse(data.GetString(), out byte[]? bytes)) return bytes;
        return result.TryGetProperty("returnData", out var returned) && Hex.TryParse(returned.GetString(), out byte[]? raw) ? raw : [];
    }

    private static async Task<IReadOnlyList<SimulatedCall>> AloneAsync(ChainClient client, BlockPoint head, Address executor, TriedCall[] calls, CancellationToken ct)
    {
        var questions = calls.Select(call => new EthCall(call.Target, call.CallData, Gas, executor, MaxReturnBytes) { Value = call.Value }).ToArray();
        var outcomes = await client.CallManyAsync(questions, BlockRef.At(head.Hash), ct);
        return [.. outcomes.Select(outcome => outcome.IsReturned ? new SimulatedCall(true, null, null) : new SimulatedCall(false, RevertReason.Of(outcome.RevertData), null))];
    }
}
