using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Chains;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Strategies;
using Governance.Votes;

namespace Governance.Audit;

/// <summary>What a chain was asked about, and what it was not.</summary>
/// <param name="Powers">Votes whose power was read again, equal or not.</param>
/// <param name="Signatures">Contract signatures that were asked for again at their blocks.</param>
/// <param name="Unasked">What no <c>--rpc</c> was given for, as sentences.</param>
/// <param name="Unanswered">The first of what was asked and not answered: neither equal nor different.</param>
/// <param name="NotAnswered">How many those were in all.</param>
public sealed record ChainReport(long Powers, long Signatures, IReadOnlyList<string> Unasked, IReadOnlyList<Difference> Unanswered, long NotAnswered);

/// <summary>
/// The second pass of an audit, with chains: the pinned blocks, what the proposal froze of them (claims of old balances), every vote's power at
/// their hashes and every contract's signature at its block are asked for again, by the rules that the portal used. Memory: some hundred votes at a time.
/// </summary>
internal sealed class ChainAudit(ChainRegistry chains, Proposal proposal, ParsedLists lists, Differences differences)
{
    private const int BatchSize = 400;

    private readonly VotingPowerReader _powers = new(chains, lists);
    private readonly Differences _unanswered = new();
    private readonly SignaturePolicy _policy = new(new SignaturePolicyOptions());
    private readonly HashSet<string> _unasked = new(StringComparer.Ordinal);
    private readonly List<Claim> _batch = new(BatchSize);
    private readonly bool _hasPowerChains = proposal.Rules.Snapshots.All(snapshot => chains.Find(snapshot.Chain) is not null);
    private long _powersRead, _signatures;

    public async Task<ChainReport> RunAsync(Stream bundle, Action<long>? read, CancellationToken cancellationToken)
    {
        foreach (var snapshot in proposal.Rules.Snapshots) await CheckBlockAsync(snapshot, cancellationToken);
        foreach (var definition in proposal.Rules.Strategies) await CheckFrozenAsync(definition, cancellationToken);
        using var batches = new LineBatches(bundle);
        foreach (var batch in batches.Read())
        {
            for (int i = 0; i < batch.Lines.Count; i++)
            {
                if (Claim.Read(batch.Line(i)) is { } claim) _batch.Add(claim);
                if (_batch.Count == BatchSize) await AskAsync(cancellationToken);
            }

            read?.Invoke(batch.EndsAt);
        }

        await AskAsync(cancellationToken);
        return new ChainReport(_powersRead, _signatures, [.. _unasked.Order(StringComparer.Ordinal)], _unanswered.Kept, _unanswered.Count);
    }

    // A hash that is not the chain's own at this height is an orphan, or another chain's.
    private async Task CheckBlockAsync(SnapshotBlock snapshot, CancellationToken cancellationToken)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"block {snapshot.Number} of chain {snapshot.Chain}");
        if (chains.Client(snapshot.Chain) is not { } client)
        {
            _unasked.Add($"power on chain {snapshot.Chain}: no --rpc of that chain was given");
            return;
        }

        try
        {
            var block = await client.GetBlockAsync(BlockRef.At(snapshot.Number), cancellationToken);
            if (block?.Hash != snapshot.Hash) differences.Add("wrong-block", where, $"the chain's is {block?.Hash.ToString() ?? "not there"}, the proposal pins {snapshot.Hash}");
        }
        catch (RpcException fault)
        {
            _unanswered.Add("chain-unreadable", where, fault.Message);
        }
    }

    // What was read once for all voters when the proposal was published stands in it by its hash: read again, it must be the same.
    private async Task CheckFrozenAsync(StrategyDefinition definition, CancellationToken cancellationToken)
    {
        var strategy = StrategyRegistry.Get(definition.Name);
        if (strategy.Chains(definition).Any(chain => chains.Find(chain) is null)) return;
        var where = $"source {definition.Name}";
        try
        {
            var again = await strategy.FreezeAsync(definition, new SnapshotView(chains, lists, proposal.Rules.Snapshots, provider: 0), cancellationToken);
            var counted = strategy.Lists(definition).Select(list => list.Hash).ToHashSet();
            foreach (var file in again.Files.Where(file => !counted.Contains(file.Hash)))
                differences.Add("wrong-list", where, $"the chain gives other {ListFile.NameOf(file.Kind)} ({file.Reference}) at the pinned block than the proposal counts by");
        }
        catch (RpcException fault)
        {
            _unanswered.Add("list-unreadable", where, fault.Message);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        // Those who are asked for together share batched calls.
        await Task.WhenAll(_batch.Select(claim => AskAsync(claim, cancellationToken)));
        _batch.Clear();
    }

    private async Task AskAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (claim.IsVote && _hasPowerChains) await CheckPowerAsync(claim, cancellationToken);
        if (claim.SignatureKind != "key") await CheckSignatureAsync(claim, cancellationToken);
    }

    private async Task CheckPowerAsync(Claim claim, CancellationToken cancellationToken)
    {
        var outcome = await _powers.ReadAsync(1, proposal.Rules.Strategies, proposal.Rules.Snapshots, proposal.Rules.Decimals, claim.From, cancellationToken);
        if (outcome.Rejection is { } refusal)
        {
            // That it is too large to count is an answer: no portal may have counted it.
            var told = refusal.Code == VotingPowerReader.TooLarge.Code ? differences : _unanswered;
            told.Add(told == differences ? "wrong-power" : "power-unreadable", claim.Name, refusal.Explanation);
            return;
        }

        Interlocked.Increment(ref _powersRead);
        using var read = JsonDocument.Parse(PowerReadingJson.Text(outcome.Value));
        var now = read.RootElement.GetProperty("sources").EnumerateArray().ToArray();
        for (int k = 0; k < now.Length; k++)
        {
            foreach (var field in (string[])["power", "delegated"])
            {
                string found = Field(now[k], field), claimed = claim.Sources.Count > k ? Field(claim.Sources[k], field) : "nothing";
                if (found != claimed) differences.Add("wrong-power", claim.Name, $"the chain gives {claim.From} {found} by {proposal.Rules.Strategies[k].Name} at the pinned blocks, the evidence says {claimed}");
            }
        }
    }

    private async Task CheckSignatureAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (claim.SignatureBlock is not { } block || !Hex.TryParse(claim.Signature, out byte[]? signature))
        {
            differences.Add("wrong-signature", claim.Name, $"it is called a contract's ({claim.SignatureKind}), but block or signature are missing");
            return;
        }

        try
        {
            foreach (var chain in chains.List())
            {
                // The evidence names the block by its hash alone, which only its own chain knows.
                if (await chain.Client.GetBlockAsync(BlockRef.At(block), cancellationToken) is null) continue;
                var verdict = await _policy.VerifyAsync(claim.Signer, claim.Id, signature, chain.Client, BlockRef.At(block), cancellationToken);
                Interlocked.Increment(ref _signatures);
                if (verdict is not SignatureVerdict.Valid) differences.Add("wrong-signature", claim.Name, $"the contract {claim.Signer} does not accept it at block {block} of chain {chain.Client.ChainId}");
                return;
            }

            lock (_unasked) _unasked.Add($"contract signatures at block {block}: no --rpc knows that block");
        }
        catch (RpcException fault)
        {
            _unanswered.Add("signature-unreadable", claim.Name, fault.Message);
        }
    }

    private static string Field(JsonElement source, string name) =>
        source.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "nothing";

    /// <summary>What a leaf's line claims of its signature and power. Whether it is bound by the ledger, the first pass said.</summary>
    private sealed record Claim(string Name, Hash32 Id, Address From, Address Signer, string Signature, string SignatureKind, Hash32? SignatureBlock, bool IsVote, IReadOnlyList<JsonElement> Sources)
    {
        public static Claim? Read(ReadOnlyMemory<byte> line)
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (!json.RootElement.TryGetProperty(Exports.BundleFormat.Leaf, out _)) return null;
                if (!LeafEntry.TryParse(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("entry").GetString()!), out var leaf, out var inline)) return null;
                using var evidence = JsonDocument.Parse(json.RootElement.TryGetProperty("evidence", out var apart) ? apart.GetString()! : Encoding.UTF8.GetString(inline));
                var envelope = json.RootElement.GetProperty("envelope");
                bool isVote = evidence.RootElement.TryGetProperty("power", out var power);
                return new Claim(string.Create(CultureInfo.InvariantCulture, $"{leaf.Kind} {leaf.Id} (ledger {leaf.Index})"), leaf.Id,
                    Address.Parse(envelope.GetProperty("data").GetProperty("message").GetProperty("from").GetString()!), Address.Parse(envelope.GetProperty("address").GetString()!),
                    envelope.GetProperty("sig").GetString()!, evidence.RootElement.GetProperty("signature").GetString()!,
                    evidence.RootElement.TryGetProperty("signatureBlock", out var block) ? Hash32.Parse(block.GetString()!) : null, isVote,
                    isVote ? [.. power.GetProperty("sources").EnumerateArray().Select(static source => source.Clone())] : []);
            }
            catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                // The first pass named the line already.
                return null;
            }
        }
    }
}
