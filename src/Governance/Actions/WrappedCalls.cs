using System.Numerics;
using System.Text;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>One call inside a wrapper.</summary>
internal readonly record struct WrappedCall(Address Target, BigInteger Value, byte[] CallData);

/// <summary>The calls that a wrapper makes in turn.</summary>
internal static class WrappedCalls
{
    /// <summary>Empty where the function wraps nothing, or its lists do not agree.</summary>
    public static IReadOnlyList<WrappedCall> Of(AbiFunction function, Address target, AbiValues arguments) => function.Name switch
    {
        "schedule" or "execute" or "relay" or "execTransaction" or "execTransactionFromModule" => [new(arguments.Address(0), arguments.Integer(1), arguments.Bytes(2))],
        "scheduleBatch" or "executeBatch" => Batch(arguments),
        "queueTransaction" or "executeTransaction" or "cancelTransaction" => [new(arguments.Address(0), arguments.Integer(1), WithSelector(arguments.Text(2), arguments.Bytes(3)))],
        "upgradeToAndCall" => Optional(target, arguments.Bytes(1)),
        "upgradeAndCall" => Optional(arguments.Address(0), arguments.Bytes(2)),
        "aggregate" => [.. arguments.List<AbiValues>(0).Select(call => new WrappedCall(call.Address(0), 0, call.Bytes(1)))],
        "aggregate3" => [.. arguments.List<AbiValues>(0).Select(call => new WrappedCall(call.Address(0), 0, call.Bytes(2)))],
        "aggregate3Value" => [.. arguments.List<AbiValues>(0).Select(call => new WrappedCall(call.Address(0), call.Integer(2), call.Bytes(3)))],
        "multicall" => [.. arguments.List<byte[]>(0).Select(data => new WrappedCall(target, 0, data))],
        "multiSend" => MultiSend(arguments.Bytes(0)),
        "sendMessage" => [new(arguments.Address(0), 0, arguments.Bytes(1))],
        _ => [],
    };

    /// <summary>Compound's way: the call data lacks the selector where a signature is given.</summary>
    public static byte[] WithSelector(string signature, byte[] data) =>
        signature.Length == 0 ? data : [.. Keccak256.Hash(Encoding.UTF8.GetBytes(signature)).Bytes[..AbiFunction.SelectorSize], .. data];

    private static IReadOnlyList<WrappedCall> Batch(AbiValues arguments)
    {
        var (targets, values, payloads) = (arguments.List<Address>(0), arguments.List<BigInteger>(1), arguments.List<byte[]>(2));
        return values.Count == targets.Count && payloads.Count == targets.Count ? [.. targets.Select((target, i) => new WrappedCall(target, values[i], payloads[i]))] : [];
    }

    private static IReadOnlyList<WrappedCall> Optional(Address target, byte[] data) => data.Length == 0 ? [] : [new(target, 0, data)];

    // Safe's MultiSend: operation (1), target (20), value (32), length (32), data, packed without padding.
    private static List<WrappedCall> MultiSend(ReadOnlySpan<byte> packed)
    {
        const int Head = 1 + Address.Size + 32 + 32;
        var calls = new List<WrappedCall>();
        while (packed.Length >= Head)
        {
            var length = new BigInteger(packed[53..Head], isUnsigned: true, isBigEndian: true);
            if (length > packed.Length - Head) return [];
            int size = (int)length;
            calls.Add(new(new Address(packed[1..21]), new BigInteger(packed[21..53], isUnsigned: true, isBigEndian: true), packed[Head..(Head + size)].ToArray()));
            packed = packed[(Head + size)..];
        }

        return packed.IsEmpty ? calls : [];
    }
}
