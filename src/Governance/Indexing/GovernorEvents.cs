using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Indexing;

/// <summary>Reads the logs of OpenZeppelin's Governor and TimelockController: a table from topic to reading.</summary>
internal static class GovernorEvents
{
    private const int MaxTitleLength = 256;

    private static readonly AbiEvent ProposalCreated = AbiEvent.Parse("ProposalCreated(uint256 proposalId,address proposer,address[] targets,uint256[] values,string[] signatures,bytes[] calldatas,uint256 voteStart,uint256 voteEnd,string description)");

    // The same data with the description as bytes: text that is no UTF-8 must keep them, because the proposal's id is made of them.
    private static readonly AbiParameters ProposalCreatedRaw = AbiParameters.Parse("(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,bytes)");

    private static readonly AbiEvent Extended = AbiEvent.Parse("ProposalExtended(uint256 indexed proposalId,uint64 extendedDeadline)");
    private static readonly AbiEvent TimelockChange = AbiEvent.Parse("TimelockChange(address oldTimelock,address newTimelock)");

    private static readonly AbiEvent VoteReduced = AbiEvent.Parse("VoteReduced(address indexed delegate,uint256 proposalId,uint8 support,uint256 weight)");

    private static readonly (AbiEvent Event, Reading Read)[] OfGovernor =
    [
        (ProposalCreated, (_, log, governor) => ReadCreated(log, governor!)),
        (AbiEvent.Parse("VoteCast(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason)"), (values, log, _) => ReadVote(values, log, [])),
        (AbiEvent.Parse("VoteCastWithParams(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason,bytes params)"), (values, log, _) => ReadVote(values, log, values.Bytes(5))),
        (AbiEvent.Parse("OverrideVoteCast(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason)"), (values, log, _) => ReadVote(values, log, [], GovernorVoteKind.Override)),
        (VoteReduced, (values, log, _) => ReadVote(values, log, [], GovernorVoteKind.Reduction)),
        (AbiEvent.Parse("ProposalQueued(uint256 proposalId,uint256 etaSeconds)"), (values, log, _) => Happened(ExecutionEventKind.ProposalQueued, log, Word(values.Integer(0)), values.Integer(1))),
        (AbiEvent.Parse("ProposalExecuted(uint256 proposalId)"), (values, log, _) => Happened(ExecutionEventKind.ProposalExecuted, log, Word(values.Integer(0)))),
        (AbiEvent.Parse("ProposalCanceled(uint256 proposalId)"), (values, log, _) => Happened(ExecutionEventKind.ProposalCanceled, log, Word(values.Integer(0)))),
        (Extended, (values, log, _) => Happened(ExecutionEventKind.ProposalExtended, log, Word(values.Integer(0)), values.Integer(1))),
        (TimelockChange, (values, log, _) => Happened(ExecutionEventKind.TimelockChange, log, default, null, new() { ["old"] = values.Address(0).ToString(), ["new"] = values.Address(1).ToString() })),
        (AbiEvent.Parse("ProposalGuardianSet(address oldProposalGuardian,address newProposalGuardian)"), (values, log, _) => Happened(ExecutionEventKind.ProposalGuardianSet, log, default, null, new() { ["old"] = values.Address(0).ToString(), ["new"] = values.Address(1).ToString() })),
    ];

    private static readonly (AbiEvent Event, Reading Read)[] OfTimelock =
    [
        (AbiEvent.Parse("CallScheduled(bytes32 indexed id,uint256 indexed index,address target,uint256 value,bytes data,bytes32 predecessor,uint256 delay)"),
            (values, log, _) => Happened(ExecutionEventKind.CallScheduled, log, values.Hash(0), values.Integer(6), CallOf(values, values.Hash(5)))),
        (AbiEvent.Parse("CallExecuted(bytes32 indexed id,uint256 indexed index,address target,uint256 value,bytes data)"), (values, log, _) => Happened(ExecutionEventKind.CallExecuted, log, values.Hash(0), null, CallOf(values))),
        (AbiEvent.Parse("CallSalt(bytes32 indexed id,bytes32 salt)"), (values, log, _) => Happened(ExecutionEventKind.CallSalt, log, values.Hash(0), null, new() { ["salt"] = values.Hash(1).ToString() })),
        (AbiEvent.Parse("Cancelled(bytes32 indexed id)"), (values, log, _) => Happened(ExecutionEventKind.Cancelled, log, values.Hash(0))),
        (AbiEvent.Parse("MinDelayChange(uint256 oldDuration,uint256 newDuration)"), (values, log, _) => Happened(ExecutionEventKind.MinDelayChange, log, default, values.Integer(1), new() { ["old"] = Text(values.Integer(0)) })),
        (AbiEvent.Parse("RoleGranted(bytes32 indexed role,address indexed account,address indexed sender)"), (values, log, _) => Happened(ExecutionEventKind.RoleGranted, log, values.Hash(0), null, RoleOf(values))),
        (AbiEvent.Parse("RoleRevoked(bytes32 indexed role,address indexed account,address indexed sender)"), (values, log, _) => Happened(ExecutionEventKind.RoleRevoked, log, values.Hash(0), null, RoleOf(values))),
    ];

    private static readonly FrozenDictionary<Hash32, (AbiEvent Event, Reading Read)> GovernorTable = OfGovernor.ToFrozenDictionary(row => row.Event.Topic0);
    private static readonly FrozenDictionary<Hash32, (AbiEvent Event, Reading Read)> TimelockTable = OfTimelock.ToFrozenDictionary(row => row.Event.Topic0);

    private static readonly FrozenSet<string> Votes = FrozenSet.Create("VoteCast", "VoteCastWithParams", "OverrideVoteCast", "VoteReduced");

    private delegate ChainEvent Reading(AbiValues values, IndexedLog log, Governor? governor);

    public static IReadOnlyList<Hash32> Topics { get; } = [.. GovernorTable.Keys, .. TimelockTable.Keys];

    /// <summary>Whether its transaction's sender is worth asking for: of everything but votes and proposals, which name their author.</summary>
    public static bool NeedsSender(LogEntry log) =>
        TimelockTable.ContainsKey(log.Topics[0]) || (GovernorTable.TryGetValue(log.Topics[0], out var row) && !Votes.Contains(row.Event.Name) && row.Event != ProposalCreated);

    /// <summary>The timelock that a governor names from now on; null in every other log.</summary>
    public static Address? NewTimelock(LogEntry log) => log.Topics[0] == TimelockChange.Topic0 ? TimelockChange.Decode(log.Topics, log.Data).Address(1) : null;

    /// <summary>What a log says; null where its contract is not one that says such.</summary>
    /// <param name="governor">The contract, when it is a governor; else it is a timelock.</param>
    /// <exception cref="ProviderContradictionException">The bytes are not what the topic promises.</exception>
    public static ChainEvent? Read(IndexedLog log, Governor? governor)
    {
        if (!(governor is null ? TimelockTable : GovernorTable).TryGetValue(log.Log.Topics[0], out var row)) return null;
        try
        {
            return row.Read(row.Event.Decode(log.Log.Topics, log.Log.Data), log, governor);
        }
        catch (Exception fault) when (fault is AbiException or OverflowException)
        {
            throw new ProviderContradictionException($"Log {log.Log.LogIndex} of block {log.Log.BlockNumber} is no {row.Event.Name}: {fault.Message}");
        }
    }

    private static ProposalCreatedEvent ReadCreated(IndexedLog log, Governor governor)
    {
        var values = ProposalCreatedRaw.Decode(log.Log.Data);
        var id = Word(values.Integer(0));
        byte[] description = values.Bytes(8);
        var actions = ActionsOf(values);
        string body = Storable(Encoding.UTF8.GetString(description));
        long start = (long)values.Integer(6), end = (long)values.Integer(7);
        var proposal = new Proposal
        {
            Id = governor.IdOf(id), Space = governor.Space, Kind = ProposalKind.Governor, Author = values.Address(1), CreatedAt = log.Fact.BlockTime,
            Title = TitleOf(body, id), Body = body, Choices = ["For", "Against", "Abstain"], VotingSystem = "basic", Start = start, End = end, Snapshot = start,
            Rules = new ProposalRules { Strategies = [], Decimals = governor.Decimals, Symbol = governor.Symbol, QuorumType = governor.QuorumType },
        };
        return new ProposalCreatedEvent(proposal, new GovernorProposal(
            0, governor.Chain, governor.Address, id, actions, description, end, Timelock.OperationId(actions, Timelock.SaltV4(description)),
            Timelock.OperationId(actions, Timelock.SaltV5(governor.Address, description)), null, null, log.Fact));
    }

    private static GovernorAction[] ActionsOf(AbiValues values)
    {
        var (targets, amounts, signatures, calldatas) = (values.List<Address>(2), values.List<BigInteger>(3), values.List<string>(4), values.List<byte[]>(5));
        if (amounts.Count != targets.Count || signatures.Count != targets.Count || calldatas.Count != targets.Count) throw new AbiException("The lists of actions differ in length.");
        return [.. targets.Select((target, i) => new GovernorAction(target, amounts[i], signatures[i], calldatas[i]))];
    }

    private static VoteCastEvent ReadVote(AbiValues values, IndexedLog log, byte[] parameters, GovernorVoteKind kind = GovernorVoteKind.Cast) =>
        new(log.Log.Address, Word(values.Integer(1)), new GovernorVote(
            0, values.Address(0), (byte)values.Integer(2), VotingPower.FromBigInteger(values.Integer(3)), kind == GovernorVoteKind.Reduction ? "" : Storable(values.Text(4)), parameters, log.Fact, kind));

    private static HappenedEvent Happened(ExecutionEventKind kind, IndexedLog log, Hash32 subject, BigInteger? amount = null, JsonObject? detail = null) =>
        new(new ExecutionEvent(kind, log.Log.Address, subject, amount is { } number ? (long)number : null, (detail ?? []).ToJsonString(), log.Sender, log.Fact));

    private static JsonObject RoleOf(AbiValues values) => new() { ["account"] = values.Address(1).ToString(), ["sender"] = values.Address(2).ToString() };

    private static JsonObject CallOf(AbiValues values, Hash32? predecessor = null)
    {
        var call = new JsonObject
        {
            ["index"] = Text(values.Integer(1)), ["target"] = values.Address(2).ToString(), ["value"] = Text(values.Integer(3)), ["data"] = Hex.Format(values.Bytes(4)),
        };
        if (predecessor is { } before) call["predecessor"] = before.ToString();
        return call;
    }

    /// <summary>The first line that says something, without the marks of a heading.</summary>
    private static string TitleOf(string body, Hash32 id)
    {
        string title = body.Split('\n').Select(line => line.Trim().TrimStart('#').Trim()).FirstOrDefault(line => line.Length > 0) ?? $"Proposal {id.ToString()[..10]}…";
        if (title.Length <= MaxTitleLength) return title;
        int length = char.IsHighSurrogate(title[MaxTitleLength - 2]) ? MaxTitleLength - 2 : MaxTitleLength - 1;
        return title[..length] + "…";
    }

    // A contract may hold any text; U+0000 is the one character that PostgreSQL's cannot.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private static Hash32 Word(BigInteger number) => new(VotingPower.FromBigInteger(number).ToBytes());

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A log with its place and the sender of its transaction (zero where nobody asks).</summary>
internal sealed record IndexedLog(LogEntry Log, ChainFact Fact, Address Sender);

/// <summary>What a log says.</summary>
internal abstract record ChainEvent;

internal sealed record ProposalCreatedEvent(Proposal Proposal, GovernorProposal Parts) : ChainEvent;

internal sealed record VoteCastEvent(Address Governor, Hash32 ProposalId, GovernorVote Vote) : ChainEvent;

internal sealed record HappenedEvent(ExecutionEvent Event) : ChainEvent;

internal sealed record MilestoneSeenEvent(Governance.Milestones.MilestoneReading Reading) : ChainEvent;
