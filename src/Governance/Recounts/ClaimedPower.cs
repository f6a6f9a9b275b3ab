using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;

namespace Governance.Recounts;

/// <summary>The power that a vote's evidence states, source by source, as <see cref="EvidenceReader"/> found it to agree with the proposal's rules.</summary>
/// <param name="SignatureKind">How the signature was found good: <c>key</c> can be checked offline, everything else needs the chain.</param>
public readonly record struct ClaimedPower(string SignatureKind, VotingPower Total, VotingPower[] ByStrategy)
{
    /// <summary>By strategy, in the proposal's decimals: the parts that follow who else votes. Null: nothing does in this proposal.</summary>
    public DelegatedPower?[]? Delegated { get; init; }
}

/// <summary>
/// Reads the evidence of votes (<c>VoteEvidence</c>) and holds it against the rules frozen in the proposal: every strategy in its order,
/// raw amounts written up exactly, blocks as pinned, the sum. Powers that need no chain (listed weights) are computed again. Thread-safe.
/// </summary>
internal sealed class EvidenceReader
{
    private readonly ProposalRules _rules;
    private readonly Source[] _sources;
    private readonly bool _isOverriding;

    /// <exception cref="InvalidDataException">The rules are none that a portal could have frozen, or a list that they name is missing or altered.</exception>
    public EvidenceReader(ProposalRules rules, ParsedLists lists)
    {
        _rules = rules;
        if (rules.Strategies.Select(StrategyRegistry.ParametersFaultOf).FirstOrDefault(fault => fault is not null) is { } fault) throw new InvalidDataException(fault);
        if (rules.Strategies.Select(strategy => StrategyRegistry.Get(strategy.Name).FrozenFaultOf(strategy, rules.Snapshots, lists)).FirstOrDefault(fault => fault is not null) is { } frozen) throw new InvalidDataException(frozen);
        _sources = [.. rules.Strategies.Select(strategy => Expect(strategy, lists))];
        _isOverriding = StrategyRegistry.AreOverriding(rules.Strategies);
        if (_sources.Any(source => source.Decimals > rules.Decimals)) throw new InvalidDataException("A strategy has more decimals than the proposal.");
    }

    /// <summary>What is wrong as a sentence; null when nothing is.</summary>
    public string? Read(ReadOnlySpan<byte> evidence, Address voter, out ClaimedPower power)
    {
        power = Nothing("");
        try
        {
            var reader = new Utf8JsonReader(evidence);
            reader.Read();
            return Vote(ref reader, voter, ref power);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or InvalidDataException)
        {
            power = Nothing(power.SignatureKind);
            return $"the evidence can not be read: {e.Message}";
        }
    }

    private ClaimedPower Nothing(string signatureKind) =>
        new(signatureKind, default, new VotingPower[_sources.Length]) { Delegated = _isOverriding ? new DelegatedPower?[_sources.Length] : null };

    private string? Vote(ref Utf8JsonReader reader, Address voter, ref ClaimedPower power)
    {
        string? fault = null;
        bool hasPower = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("signature"u8))
            {
                reader.Read();
                power = power with { SignatureKind = reader.ValueTextEquals("key"u8) ? "key" : reader.GetString() ?? "" };
            }
            else if (reader.ValueTextEquals("power"u8) && !hasPower)
            {
                hasPower = true;
                reader.Read();
                fault ??= Power(ref reader, voter, ref power);
            }
            else
            {
                reader.Skip();
            }
        }

        return fault ?? (hasPower ? null : "the evidence states no power");
    }

    private string? Power(ref Utf8JsonReader reader, Address voter, ref ClaimedPower power)
    {
        string? fault = null;
        var total = VotingPower.Zero;
        int decimals = -1, sources = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("total"u8)) total = Amount(ref reader);
            else if (reader.ValueTextEquals("decimals"u8)) decimals = Number(ref reader);
            else if (reader.ValueTextEquals("sources"u8)) fault ??= Sources(ref reader, voter, power, out sources);
            else reader.Skip();
        }

        power = power with { Total = total };
        if (fault is not null) return fault;
        if (decimals != _rules.Decimals) return $"the power has {decimals} decimals, the proposal {_rules.Decimals}";
        if (sources != _sources.Length) return $"the power has {Math.Max(sources, 0)} sources, the proposal {_sources.Length}";
        var sum = VotingPower.Zero;
        foreach (var one in power.ByStrategy) sum += one;
        if (sum != total) return $"the power is stated as {total}, its sources add up to {sum}";
        return total.IsZero ? "the power is 0" : null;
    }

    private string? Sources(ref Utf8JsonReader reader, Address voter, ClaimedPower power, out int count)
    {
        count = 0;
        string? fault = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (count >= _sources.Length) reader.Skip();
            else fault ??= One(ref reader, count, voter, power);
            count++;
        }

        return fault;
    }

    private string? One(ref Utf8JsonReader reader, int index, Address voter, ClaimedPower claimed)
    {
        var expected = _sources[index];
        VotingPower power = default, raw = default;
        DelegatedPower? delegated = null;
        int decimals = -1;
        bool named = false;
        ulong? chain = null, block = null;
        Hash32? hash = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("strategy"u8)) named = reader.Read() && reader.ValueTextEquals(expected.Name);
            else if (reader.ValueTextEquals("power"u8)) power = Amount(ref reader);
            else if (reader.ValueTextEquals("raw"u8)) raw = Amount(ref reader);
            else if (reader.ValueTextEquals("decimals"u8)) decimals = Number(ref reader);
            else if (reader.ValueTextEquals("delegated"u8)) delegated = ReadDelegated(ref reader);
            else if (reader.ValueTextEquals("chain"u8)) chain = reader.Read() ? reader.GetUInt64() : null;
            else if (reader.ValueTextEquals("block"u8)) block = reader.Read() ? reader.GetUInt64() : null;
            else if (reader.ValueTextEquals("hash"u8)) hash = reader.Read() ? Hash32.Parse(reader.GetString()!) : null;
            else reader.Skip();
        }

        claimed.ByStrategy[index] = power;
        if (!named) return $"a source is not the proposal's strategy {Encoding.UTF8.GetString(expected.Name)}";
        if (decimals != expected.Decimals) return $"a source has {decimals} decimals, its strategy {expected.Decimals}";
        if (raw.WithDecimals(decimals, _rules.Decimals) != power) return $"a source's power {power} is not its raw amount {raw} with {_rules.Decimals} decimals";
        if (expected.Block is { } pinned ? pinned.Chain != chain || pinned.Number != block || pinned.Hash != hash : chain is not null)
            return $"a source was read at block {block} {hash} of chain {chain}, the proposal pins {(expected.Block is { } b ? $"block {b.Number} {b.Hash} of chain {b.Chain}" : "none")}";
        if (DelegatedFault(expected, raw, delegated, voter) is { } fault) return fault;
        if (delegated is not null) claimed.Delegated![index] = delegated.WithDecimals(decimals, _rules.Decimals);
        if (expected.Excluded.Contains(voter)) return raw.IsZero ? null : $"the account is excluded from {Encoding.UTF8.GetString(expected.Name)}, the evidence gives it {raw}";
        if (expected.Weights is { } weights && weights.GetValueOrDefault(voter) is var listed && listed != raw) return $"the account's listed weight is {listed}, the evidence says {raw}";
        return null;
    }

    private static DelegatedPower ReadDelegated(ref Utf8JsonReader reader)
    {
        reader.Read();
        using var json = JsonDocument.ParseValue(ref reader);
        return PowerReadingJson.ReadDelegated(json.RootElement);
    }

    private static string? DelegatedFault(Source expected, VotingPower raw, DelegatedPower? delegated, Address voter)
    {
        if (expected.Overriding == Overriding.Never != (delegated is null)) return "a source says whose power it is where its strategy does not, or does not say it where it must";
        if (delegated is null) return null;
        var own = delegated.TakesBack?.Raw ?? VotingPower.Zero;
        if (delegated.Received + own != raw) return $"a source has {raw}, but received {delegated.Received} and is its own {own}";
        if (expected.Overriding == Overriding.Listed && (delegated.TakesBack is not null || delegated.From.Aggregate(VotingPower.Zero, (sum, one) => sum + one.Raw) != delegated.Received))
            return $"the parts of a source's delegators do not add up to {delegated.Received}";
        if (expected.Overriding == Overriding.TakenBack && delegated.From.Count > 0) return "a source lists delegators that its strategy does not tell";
        if (delegated.From.Select(one => one.Account).Distinct().Count() != delegated.From.Count) return "a source lists a delegator twice";
        if (delegated.From.FirstOrDefault(one => expected.Excluded.Contains(one.Account)) is { } excluded) return $"a source counts the delegator {excluded.Account}, who is excluded from it";
        return delegated.TakesBack?.Delegate == voter || delegated.From.Any(one => one.Ends.Contains(voter) || one.Unless.Contains(one.Account)) ? "a source names an account as its own delegate" : null;
    }

    private Source Expect(StrategyDefinition definition, ParsedLists lists)
    {
        var strategy = StrategyRegistry.Get(definition.Name);
        // What reads several chains names no single block.
        var block = strategy.Chains(definition).Distinct().ToArray() is [var only] ? _rules.SnapshotOf(only) : null;
        return new Source(Encoding.UTF8.GetBytes(definition.Name), strategy.Decimals(definition), block, strategy.Listed(definition, lists),
            [.. Exclusions.Of(definition).Select(exclusion => exclusion.Account)], strategy.Overriding);
    }

    private static int Number(ref Utf8JsonReader reader) => reader.Read() ? reader.GetInt32() : -1;

    // Larger amounts could overflow the count; ingest refuses them too.
    private static VotingPower Amount(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw new FormatException("an amount is not decimal text");
        var amount = Digits(ref reader);
        return amount <= VotingPower.MaxOfVote ? amount : throw new FormatException($"{amount} is more than any vote may have");
    }

    // 38 digits always fit 128 bits; longer ones are rare.
    private static VotingPower Digits(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && reader.ValueSpan.Length is > 0 and <= 38 && !reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return new VotingPower(0, UInt128.Parse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
        return VotingPower.TryParse(reader.GetString(), out var amount) ? amount : throw new FormatException("an amount is not decimal text");
    }

    private sealed record Source(byte[] Name, int Decimals, SnapshotBlock? Block, IReadOnlyDictionary<Address, VotingPower>? Weights, HashSet<Address> Excluded, Overriding Overriding);
}
