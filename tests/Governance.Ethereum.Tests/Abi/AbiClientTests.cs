using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Governance.Clients;

namespace Governance.Ethereum.Tests.Abi;

/// <summary>Random types and values against viem: the same bytes out, the same values back.</summary>
public sealed class AbiClientTests
{
    private const int Count = 1500;

    [Fact]
    public async Task Encodes_AndDecodes_AsViemDoes()
    {
        var lines = await NodeClients.RunAsync("abi.mjs", ["20261122", Count.ToString(CultureInfo.InvariantCulture)], null, TestContext.Current.CancellationToken);
        lines.Count.ShouldBe(Count);
        foreach (var line in lines)
        {
            var types = AbiParameters.Parse(line.GetProperty("types").GetString()!);
            string encoded = line.GetProperty("encoded").GetString()!;
            object[] values = [.. line.GetProperty("values").EnumerateArray().Select((value, index) => ValueOf(types.List[index].Type, value))];
            Hex.Format(types.Encode(values)).ShouldBe(encoded, types.Signature);
            var decoded = types.Decode(Hex.Parse(encoded));
            Hex.Format(types.Encode([.. decoded])).ShouldBe(encoded, types.Signature);
            decoded.Select(Shown).ShouldBe(values.Select(Shown), types.Signature);
        }
    }

    private static object ValueOf(AbiType type, JsonElement json) => type.Kind switch
    {
        AbiKind.UnsignedInteger or AbiKind.SignedInteger => BigInteger.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        AbiKind.Address => Address.Parse(json.GetString()!),
        AbiKind.Boolean => json.GetBoolean(),
        AbiKind.Text => json.GetString()!,
        AbiKind.Bytes => Hex.Parse(json.GetString()!),
        AbiKind.FixedBytes => type.Size == Hash32.Size ? Hash32.Parse(json.GetString()!) : Hex.Parse(json.GetString()!),
        AbiKind.Array => json.EnumerateArray().Select(element => ValueOf(type.Element!, element)).ToArray(),
        _ => json.EnumerateArray().Select((member, index) => ValueOf(type.Components[index].Type, member)).ToArray(),
    };

    private static string Shown(object value) => value switch
    {
        string text => JsonSerializer.Serialize(text),
        byte[] bytes => Hex.Format(bytes),
        System.Collections.IEnumerable items => $"[{string.Join(',', items.Cast<object>().Select(Shown))}]",
        _ => value.ToString()!,
    };
}
