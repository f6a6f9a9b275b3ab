using System.Globalization;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Spaces;
using Governance.Strategies;

namespace Governance.Audit;

/// <summary>Takes a bundle's lines in their order: the tree, the proposal, who voted last, and at the end the claim against the count.</summary>
internal sealed class BundleFollower(Differences differences)
{
    // Leaves whose parents are hashed together.
    private const int LeavesAtOnce = 1_024;

    private readonly MerkleRange _tree = new();
    private readonly List<Hash32> _leaves = new(LeavesAtOnce);
    private readonly Dictionary<string, long> _onTrust = new(StringComparer.Ordinal);
    private Checkpoint? _head;
    private Address? _signer;
    private string _proposalId = "", _space = "";
    private Proposal? _proposal;
    private readonly AliasHistory _aliases = new();
    private readonly BundleLists _lists = new(differences);
    private LatestVotes? _votes;
    private JsonElement? _tally, _end;
    private long _messages, _lines;
    private bool _isWithdrawn;
    private SpaceSettings? _settings;

    /// <summary>How votes are checked; null until the proposal was read.</summary>
    public VoteChecks? Checks { get; private set; }

    /// <summary>From the first vote on the proposal stands as it is.</summary>
    public bool HasVotes { get; private set; }

    public void Take(Line line)
    {
        try
        {
            Follow(line);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // A text that is none: half of a surrogate pair behind an escape.
            differences.Add("malformed-line", $"line {line.Number}", e.Message);
        }
    }

    private void Follow(Line line)
    {
        _lines++;
        if (_end is not null) differences.Add("after-end", $"line {line.Number}", "it stands after the end");
        if (_lines == 1 != line is JsonLine { Kind: BundleFormat.Header }) differences.Add("misplaced-header", $"line {line.Number}", "the first line, and no other, is the header");
        switch (line)
        {
            case LeafLine leaf:
                Leaf(leaf);
                break;
            case SkipLine skip:
                Skip(skip);
                break;
            case JsonLine { Kind: BundleFormat.Header } header:
                Header(header.Content);
                break;
            case JsonLine { Kind: BundleFormat.List } list:
                if (_proposal is not null) differences.Add("misplaced-list", $"line {line.Number}", "lists stand before the proposal that counts by them");
                _lists.Take(list.Content, line.Number);
                break;
            case JsonLine { Kind: BundleFormat.Tally } tally:
                if (_tally is not null) differences.Add("second-tally", $"line {line.Number}", "there are two claims");
                _tally = tally.Content;
                break;
            case JsonLine end:
                _end = end.Content;
                break;
        }
    }

    public AuditReport Finish(byte[] hash)
    {
        Grow();
        CheckTree();
        CheckEnd(hash);
        var tally = _votes?.Tally(_head?.Size ?? _tree.Size, differences);
        if (_proposal is null) differences.Add("missing-proposal", "the bundle", "it holds no proposal that can be read");
        else TallyCheck.Run(_isWithdrawn ? _proposal with { DeletedMessage = 0 } : _proposal, tally!, _tally, differences);
        return new AuditReport(_proposal, _head, _signer, _votes?.Applied ?? 0, _votes?.Voters ?? 0, _onTrust, tally, differences.Kept, differences.Count) { Lists = _lists };
    }

    private void Header(JsonElement header)
    {
        if (TextOf(header, BundleFormat.Header) != BundleFormat.Version) differences.Add("wrong-version", "line 1", $"this program reads {BundleFormat.Version}");
        (_proposalId, _space) = (TextOf(header, "proposal"), TextOf(header, "space"));
        _head = Checkpoint.ParseNote(TextOf(header, "checkpoint"));
        _signer = _head?.Signer;
        if (_head is null) differences.Add("wrong-head-signature", "line 1", "the checkpoint is no note signed by the key that it names");
        else if (TextOf(header, "signer") != _signer.ToString()) differences.Add("wrong-head-signature", "line 1", $"the head was signed by {_signer}, the bundle names {TextOf(header, "signer")}");
    }

    private void Leaf(LeafLine leaf)
    {
        _messages++;
        if (Continues(leaf.Entry.Index, leaf.Number)) _leaves.Add(leaf.Hash);
        if (_leaves.Count == LeavesAtOnce) Grow();
        if (leaf.Vote is { } vote)
        {
            if (!vote.IsKeySigned) _onTrust[vote.Power.SignatureKind] = _onTrust.GetValueOrDefault(vote.Power.SignatureKind) + 1;
            HasVotes = true;
            _aliases.Check(vote, differences);
            _votes!.Apply(vote, differences);
            return;
        }

        Other(leaf, string.Create(CultureInfo.InvariantCulture, $"line {leaf.Number}, {leaf.Entry.Kind} {leaf.Entry.Id}"));
    }

    // Settings, the proposal, its withdrawal: few, so their signatures are recovered one by one.
    private void Other(LeafLine leaf, string where)
    {
        try
        {
            var envelope = Envelope.ReadStored(leaf.Envelope, out var stated);
            if (envelope.Id != leaf.Entry.Id || stated != leaf.Entry.Id) differences.Add("wrong-id", where, $"the message's digest is {envelope.Id}, its envelope says {stated}");
            if (envelope.Kind.Name() != leaf.Entry.Kind) differences.Add("wrong-kind", where, $"its types are of {envelope.Kind.Name()}");
            if (envelope.Kind.NeedsSpace() && envelope.Space != _space) differences.Add("foreign-space", where, $"it was signed for the space '{envelope.Space}', the bundle is of '{_space}'");
            if (leaf.Entry.Ordinal != 0) differences.Add("wrong-ordinal", where, "only votes are numbered");
            CheckSignature(envelope, leaf.Evidence, where);
            Apply(envelope, leaf, where);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or KeyNotFoundException)
        {
            differences.Add("unreadable", where, e.Message);
        }
    }

    private void Apply(Envelope envelope, LeafLine leaf, string where)
    {
        switch (envelope.Kind)
        {
            case MessageKind.Proposal:
                _aliases.Check(envelope, leaf.Entry, where, differences);
                Publish(envelope, leaf.Evidence, where);
                break;
            case MessageKind.Settings:
                _settings = SpaceSettings.ReadStored(envelope.Text("settings") ?? "") is { Rejection: null } settings ? settings.Value : null;
                break;
            case MessageKind.UpdateProposal when _proposal is { } proposal:
                _aliases.Check(envelope, leaf.Entry, where, differences);
                if (envelope.Text("proposal") != _proposalId) differences.Add("foreign-proposal", where, "it changes another proposal");
                if (HasVotes) differences.Add("late-update", where, "votes had been cast already");
                else Judge(ProposalUpdate.Replay(proposal, envelope, leaf.Entry.ReceivedAtMs));
                break;
            case MessageKind.Alias or MessageKind.RevokeAlias:
                _aliases.Add(leaf.Entry.Index, envelope);
                break;
            case MessageKind.DeleteProposal:
                _aliases.Check(envelope, leaf.Entry, where, differences);
                Withdraw(envelope, where);
                break;
        }
    }

    // Who may, is its author and the space's admins and moderators; an operator's own settings are in no bundle.
    private void Withdraw(Envelope envelope, string where)
    {
        if (envelope.Text("proposal") != _proposalId) differences.Add("foreign-proposal", where, "it withdraws another proposal");
        if (envelope.From != _proposal?.Author && _settings is { } settings && !settings.Admins.Contains(envelope.From) && !settings.Moderators.Contains(envelope.From))
            differences.Add("wrong-signer", where, $"{envelope.From} is neither the author nor an admin or moderator of the space");
        _isWithdrawn = true;
    }

    private void Judge(Proposal proposal)
    {
        _lists.Check(proposal.Rules.Strategies);
        (Checks, _votes) = (new VoteChecks(proposal, new ParsedLists(_lists)), new LatestVotes(proposal));
        _proposal = proposal;
    }

    private void Publish(Envelope envelope, string evidence, string where)
    {
        if (_proposal is not null) differences.Add("second-proposal", where, "a bundle holds one proposal");
        if (envelope.Id.ToString() != _proposalId) differences.Add("foreign-proposal", where, $"the bundle is of the proposal {_proposalId}");
        Judge(PublishedProposal.Read(envelope, evidence));
    }

    private void CheckSignature(Envelope envelope, string evidence, string where)
    {
        using var json = JsonDocument.Parse(evidence);
        var kind = TextOf(json.RootElement, "signature");
        if (kind != "key")
        {
            _onTrust[kind] = _onTrust.GetValueOrDefault(kind) + 1;
            return;
        }

        bool isGood = Hex.TryParse(envelope.SignatureText, out byte[]? bytes) && Signature.TryParse(bytes, out var signature, out _)
            && PublicKeyRecovery.TryRecover(envelope.Id, signature, out var signer) && signer == envelope.Signer;
        if (!isGood) differences.Add("wrong-signature", where, $"it was not signed by {envelope.Signer}");
    }

    private void Skip(SkipLine skip)
    {
        if (!Continues(skip.From, skip.Number)) return;
        var cover = MerkleRange.Cover(skip.From, skip.To).ToArray();
        if (cover.Length != skip.Nodes.Count)
        {
            differences.Add("wrong-skip", $"line {skip.Number}", $"leaves {skip.From} to {skip.To} need {cover.Length} nodes, {skip.Nodes.Count} are given");
            return;
        }

        Grow();
        for (int i = 0; i < cover.Length; i++) _tree.Append(cover[i].Level, skip.Nodes[i]);
    }

    private void Grow()
    {
        _tree.AppendMany(_leaves);
        _leaves.Clear();
    }

    private bool Continues(long index, long line)
    {
        long next = _tree.Size + _leaves.Count;
        if (index == next) return true;
        differences.Add(index > next ? "missing-leaf" : "out-of-order", $"line {line}", $"it is about leaf {index}, the next one is {next}");
        return false;
    }

    private void CheckTree()
    {
        if (_head is null) return;
        if (_tree.Size != _head.Size) differences.Add("missing-leaf", "the bundle", $"it shows {_tree.Size} of the ledger's {_head.Size} leaves");
        else if (_tree.Root != _head.Root) differences.Add("wrong-root", "the bundle", $"its leaves give the root {_tree.Root}, the portal signed {_head.Root}");
    }

    private void CheckEnd(byte[] hash)
    {
        if (_end is not { } end || end.GetProperty(BundleFormat.End) is not { ValueKind: JsonValueKind.Object } counts)
        {
            differences.Add("missing-end", "the bundle", "it does not end with its counts and its hash: was it cut off?");
            return;
        }

        if (NumberOf(counts, "messages") != _messages) differences.Add("wrong-count", "the end", $"it says {NumberOf(counts, "messages")} messages, there are {_messages}");
        if (NumberOf(counts, "votes") != (_votes?.Applied ?? 0)) differences.Add("wrong-count", "the end", $"it says {NumberOf(counts, "votes")} votes, there are {_votes?.Applied ?? 0}");
        if (TextOf(counts, "sha256") != Hex.Format(hash)) differences.Add("wrong-file-hash", "the end", $"the bytes before it hash to {Hex.Format(hash)}, it says {TextOf(counts, "sha256")}");
    }

    private static long? NumberOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.TryGetInt64(out long number) ? number : null;

    private static string TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
