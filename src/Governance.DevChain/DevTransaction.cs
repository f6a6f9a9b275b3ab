using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>A transaction to be sent; <paramref name="To"/> null creates a contract.</summary>
public sealed record DevTransaction(Address From, Address? To, byte[] Data, BigInteger Value = default, ulong Gas = DevTransaction.MostGas)
{
    /// <summary>
    /// Just below what one transaction may use (2^24, EIP-7825). Stated always, because anvil estimates on the head's block number:
    /// a vote checkpoint is cheaper there than in the next block, and the transaction would run out of gas.
    /// </summary>
    public const ulong MostGas = 16_000_000;

    /// <summary>As <see cref="ChainClient.RequestAsync"/> takes it.</summary>
    internal Dictionary<string, object?> ToArgument()
    {
        Dictionary<string, object?> argument = new() { ["from"] = From, ["data"] = Data, ["gas"] = Gas };
        if (To is { } to) argument["to"] = to;
        if (!Value.IsZero) argument["value"] = Value;
        return argument;
    }
}

/// <summary>A mined transaction.</summary>
public sealed record DevReceipt(Hash32 TransactionHash, ulong BlockNumber, Hash32 BlockHash, bool Succeeded, Address? CreatedContract, ulong GasUsed)
{
    internal static DevReceipt Read(JsonElement json) => new(
        Hash32.Parse(json.GetProperty("transactionHash").GetString()!),
        ReadQuantity(json.GetProperty("blockNumber")),
        Hash32.Parse(json.GetProperty("blockHash").GetString()!),
        json.GetProperty("status").GetString() == "0x1",
        json.GetProperty("contractAddress").GetString() is { } created ? Address.Parse(created) : null,
        ReadQuantity(json.GetProperty("gasUsed")));

    private static ulong ReadQuantity(JsonElement text) =>
        ulong.Parse(text.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
