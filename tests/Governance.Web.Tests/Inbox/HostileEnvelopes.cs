using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Governance.Web.Tests.Inbox;

/// <summary>Bodies that no honest client sends: a good envelope spoilt in a seeded way, or no envelope at all.</summary>
internal static partial class HostileEnvelopes
{
    private static readonly string[] Oddities =
    [
        "null", "true", "-1", "1e400", "-0", "0.1", "1e-400", "[]", "{}", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"__proto__\"", "[[[[[[]]]]]]",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936", "\"0x\"", "\"=HYPERLINK(1)\"", "9007199254740993", "\"\u202e\"",
    ];

    /// <summary>The spoilt bytes with this number; the same for the same number and envelope.</summary>
    public static byte[] Of(JsonObject good, int number)
    {
        var random = new Random(number);
        var text = good.ToJsonString();
        var spoilt = (number % 12) switch
        {
            0 => Deep(random),
            1 => Encoding.UTF8.GetBytes(DuplicateKey(text, random)),
            2 => Encoding.UTF8.GetBytes(text[..random.Next(text.Length)]),
            3 => FlipByte(text, random),
            4 => Encoding.UTF8.GetBytes(text.Replace("\"choice\":1", $"\"choice\":{(random.Next(2) == 0 ? "NaN" : "Infinity")}", StringComparison.Ordinal)),
            5 => Encoding.UTF8.GetBytes(Long(good, random)),
            6 => RandomBytes(random),
            7 or 8 => Encoding.UTF8.GetBytes(Overwritten(text, random)),
            _ => Encoding.UTF8.GetBytes(Swapped(good, random)),
        };
        // By chance a value was exchanged for itself.
        return spoilt.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)) ? "[]"u8.ToArray() : spoilt;
    }

    private static byte[] Deep(Random random)
    {
        int depth = random.Next(20, 30_000);
        string open = random.Next(2) == 0 ? "[" : "{\"a\":";
        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth)));
    }

    private static string DuplicateKey(string text, Random random)
    {
        string[] keys = ["address", "sig", "data", "message", "types", "domain", "from", "choice", "timestamp"];
        string key = keys[random.Next(keys.Length)];
        return text.Replace($"\"{key}\":", $"\"{key}\":{Oddities[random.Next(Oddities.Length)]},\"{key}\":", StringComparison.Ordinal);
    }

    // In the text, so that also what no JSON library writes gets there: half a surrogate pair, a number beyond every range.
    private static string Overwritten(string text, Random random)
    {
        var values = Value().Matches(text);
        var value = values[random.Next(values.Count)];
        return string.Concat(text.AsSpan(0, value.Index), Oddities[random.Next(Oddities.Length)], text.AsSpan(value.Index + value.Length));
    }

    private static byte[] FlipByte(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // Within the signature or the message: a flipped letter of a key is only another missing key.
        int at = random.Next(bytes.Length);
        // Not the bit that makes capitals: hexadecimal digits mean the same in both.
        bytes[at] ^= (byte)(1 << new[] { 0, 1, 2, 3, 4, 6, 7 }[random.Next(7)]);
        return bytes;
    }

    private static string Long(JsonObject good, Random random)
    {
        var copy = (JsonObject)good.DeepClone();
        string[] fields = ["reason", "metadata", "app", "proposal", "space"];
        copy["data"]!["message"]![fields[random.Next(fields.Length)]] = new string((char)random.Next('a', 'z'), random.Next(6_000, 110_000));
        return copy.ToJsonString();
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(0, 2_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    [GeneratedRegex(@"(?<=:)(""[^""]*""|[0-9]+)")]
    private static partial Regex Value();

    // Some value anywhere in the envelope becomes something that it should not be.
    private static string Swapped(JsonObject good, Random random)
    {
        var copy = (JsonObject)good.DeepClone();
        JsonNode node = copy;
        while (true)
        {
            if (node is JsonObject { Count: > 0 } container)
            {
                var (key, child) = container.ElementAt(random.Next(container.Count));
                if (child is JsonObject or JsonArray && random.Next(4) != 0)
                {
                    node = child;
                    continue;
                }

                if (random.Next(5) == 0) container.Remove(key);
                else container[key] = JsonNode.Parse(Valid(random));
            }
            else if (node is JsonArray { Count: > 0 } list) list[random.Next(list.Count)] = JsonNode.Parse(Valid(random));
            return copy.ToJsonString();
        }
    }

    private static string Valid(Random random) => Oddities[random.Next(Oddities.Length)] is var odd && odd.Contains("ud800", StringComparison.Ordinal) ? "\"half\"" : odd.Contains("1e400", StringComparison.Ordinal) ? "1e300" : odd;
}
