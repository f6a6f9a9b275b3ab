using Governance.Ethereum;

namespace Governance.Indexing;

/// <summary>Asks a contract many things at once, of which it may know only some.</summary>
internal sealed class ContractQuestions(ChainClient client)
{
    private const int MaxReturnBytes = 4096;

    public ulong ChainId => client.ChainId;

    /// <summary>The answers at the head, in the order of the call data.</summary>
    /// <exception cref="RpcException">A provider's fault: then nothing is known.</exception>
    public Task<IReadOnlyList<Answer>> AskAsync(Address contract, CancellationToken ct, params byte[][] calls) =>
        AskAsync([.. calls.Select(call => (contract, call))], BlockRef.Latest, ct);

    /// <summary>The answers of several contracts at one block.</summary>
    /// <exception cref="RpcException">A provider's fault: then nothing is known.</exception>
    public async Task<IReadOnlyList<Answer>> AskAsync(IReadOnlyList<(Address Contract, byte[] Call)> calls, BlockRef at, CancellationToken ct)
    {
        var outcomes = await client.CallManyAsync([.. calls.Select(each => new EthCall(each.Contract, each.Call, MaxReturnBytes: MaxReturnBytes))], at, ct);
        return [.. outcomes.Select(outcome => new Answer(outcome))];
    }
}

/// <summary>What a contract gave.</summary>
internal readonly record struct Answer(CallOutcome Outcome)
{
    /// <summary>Whether the contract has the function: it returned something, or failed with an error of its own. Without it there are no bytes at all.</summary>
    public bool IsKnown => Outcome.Returned is { Length: > 0 } || Outcome.RevertData is { Length: >= AbiFunction.SelectorSize };

    /// <summary>The values; null where there are none, or others.</summary>
    public AbiValues? Decode(AbiFunction function)
    {
        if (Outcome.Returned is not { Length: > 0 } bytes) return null;
        try
        {
            return function.DecodeResult(bytes);
        }
        catch (AbiException)
        {
            return null;
        }
    }
}
