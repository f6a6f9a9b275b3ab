using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <content>Choices: most votes choose the same few things, each made once.</content>
public sealed partial class VoteEnvelopeReader
{
    private const int MaxKnownChoices = 4_096;

    private static readonly string[] SmallNumbers = [.. Enumerable.Range(0, 64).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private readonly Dictionary<string, Choice> _choices = new(StringComparer.Ordinal);

    private static bool TryChoices(ref Utf8JsonReader reader, scoped Span<byte> word, out Choice? choice)
    {
        choice = null;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var choices = new List<int>();
        var words = new ArrayBufferWriter<byte>(320);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt32(out int number) || number < 0) return false;
            choices.Add(number);
            var one = words.GetSpan(32)[..32];
            one.Clear();
            BinaryPrimitives.WriteInt32BigEndian(one[28..], number);
            words.Advance(32);
        }

        if (reader.TokenType != JsonTokenType.EndArray) return false;
        Keccak256.Hash(words.WrittenSpan, word);
        choice = Choice.Of(choices);
        return true;
    }

    private Choice Known(int choice)
    {
        var text = choice < 64 ? SmallNumbers[choice] : choice.ToString(CultureInfo.InvariantCulture);
        if (_choices.TryGetValue(text, out var known)) return known;
        return Remember(text, Choice.Of(choice));
    }

    // The text that vote-string signs; null sends it the long way, which says what is wrong.
    private Choice? Known(string text)
    {
        var key = "text " + text;
        if (_choices.TryGetValue(key, out var known)) return known;
        return VoteEnvelope.ChoiceOf(text) is { } choice ? Remember(key, choice) : null;
    }

    private Choice Remember(string key, Choice choice)
    {
        if (_choices.Count >= MaxKnownChoices) _choices.Clear();
        return _choices[key] = choice;
    }
}
