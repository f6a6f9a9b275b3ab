using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>A governor's answer, by OpenZeppelin's numbers (IGovernor.ProposalState).</summary>
public enum DevProposalState
{
    Pending,
    Active,
    Canceled,
    Defeated,
    Succeeded,
    Queued,
    Expired,
    Executed,
}

/// <summary>GovernorCountingSimple's choices.</summary>
public enum DevSupport
{
    Against,
    For,
    Abstain,
}

/// <summary>PhaGovernor: OpenZeppelin 5.7's governor with simple counting and a timelock. Timepoints are in the token's clock.</summary>
public sealed class DevGovernor(Anvil anvil, Address address) : DevContract(anvil, address)
{
    private const string Actions = "(address[],uint256[],bytes[],bytes32)";

    private static readonly AbiFunction Propose = AbiFunction.Parse("propose(address[],uint256[],bytes[],string)");
    private static readonly AbiFunction CastVote = AbiFunction.Parse("castVoteWithReason(uint256,uint8,string)");
    private static readonly AbiFunction CastVoteBySig = AbiFunction.Parse("castVoteBySig(uint256,uint8,address,bytes)");
    private static readonly AbiFunction CastVoteWithParams = AbiFunction.Parse("castVoteWithReasonAndParams(uint256,uint8,string,bytes)");
    private static readonly AbiFunction Queue = AbiFunction.Parse("queue" + Actions);
    private static readonly AbiFunction Execute = AbiFunction.Parse("execute" + Actions);
    private static readonly AbiFunction Cancel = AbiFunction.Parse("cancel" + Actions);
    private static readonly AbiFunction State = AbiFunction.Parse("state(uint256)(uint8)");
    private static readonly AbiFunction Snapshot = AbiFunction.Parse("proposalSnapshot(uint256)(uint256)");
    private static readonly AbiFunction Deadline = AbiFunction.Parse("proposalDeadline(uint256)(uint256)");
    private static readonly AbiFunction Eta = AbiFunction.Parse("proposalEta(uint256)(uint256)");
    private static readonly AbiFunction Nonces = AbiFunction.Parse("nonces(address)(uint256)");
    private static readonly AbiFunction Clock = AbiFunction.Parse("clock()(uint48)");
    private static readonly AbiFunction ClockMode = AbiFunction.Parse("CLOCK_MODE()(string)");

    public Task<DevReceipt> ProposeAsync(Address from, DevProposal proposal) =>
        SendAsync(from, Propose, proposal.Targets, proposal.Values, proposal.CallDatas, proposal.Description);

    public Task<DevReceipt> CastVoteAsync(Address voter, BigInteger proposalId, DevSupport support, string reason = "") =>
        SendAsync(voter, CastVote, proposalId, (byte)support, reason);

    /// <summary>A vote whose event is VoteCastWithParams, which this governor emits where <paramref name="parameters"/> is not empty.</summary>
    public Task<DevReceipt> CastVoteWithParamsAsync(Address voter, BigInteger proposalId, DevSupport support, string reason, byte[] parameters) =>
        SendAsync(voter, CastVoteWithParams, proposalId, (byte)support, reason, parameters);

    /// <summary>A vote that <paramref name="voter"/> signs and <paramref name="relayer"/> sends.</summary>
    public async Task<DevReceipt> CastVoteBySigAsync(Address relayer, SigningKey voter, BigInteger proposalId, DevSupport support)
    {
        ArgumentNullException.ThrowIfNull(voter);
        var digest = await BallotDigestAsync(voter.Address, proposalId, support);
        return await SendAsync(relayer, CastVoteBySig, proposalId, (byte)support, voter.Address, voter.Sign(digest).ToArray());
    }

    public Task<DevReceipt> QueueAsync(Address from, DevProposal proposal) => SendActionsAsync(from, Queue, proposal);

    public Task<DevReceipt> ExecuteAsync(Address from, DevProposal proposal) => SendActionsAsync(from, Execute, proposal);

    /// <summary>By the proposer, while the proposal is pending.</summary>
    public Task<DevReceipt> CancelAsync(Address from, DevProposal proposal) => SendActionsAsync(from, Cancel, proposal);

    public async Task<DevProposalState> StateOfAsync(BigInteger proposalId) => (DevProposalState)(int)(await CallAsync(State, proposalId)).Integer(0);

    /// <summary>The timepoint whose votes count; voting opens after it.</summary>
    public async Task<BigInteger> SnapshotOfAsync(BigInteger proposalId) => (await CallAsync(Snapshot, proposalId)).Integer(0);

    /// <summary>The last timepoint at which a vote counts.</summary>
    public async Task<BigInteger> DeadlineOfAsync(BigInteger proposalId) => (await CallAsync(Deadline, proposalId)).Integer(0);

    /// <summary>When a queued proposal may be executed; null while it is not queued.</summary>
    public async Task<DateTimeOffset?> EtaOfAsync(BigInteger proposalId)
    {
        var eta = (await CallAsync(Eta, proposalId)).Integer(0);
        return eta.IsZero ? null : DateTimeOffset.FromUnixTimeSeconds((long)eta);
    }

    /// <summary>The governor's present timepoint at the head.</summary>
    public async Task<BigInteger> ClockAsync() => (await CallAsync(Clock)).Integer(0);

    /// <summary>ERC-6372's mode: whether timepoints are blocks or seconds.</summary>
    public async Task<bool> CountsSecondsAsync() => (await CallAsync(ClockMode)).Text(0).StartsWith("mode=timestamp", StringComparison.Ordinal);

    private Task<DevReceipt> SendActionsAsync(Address from, AbiFunction function, DevProposal proposal) =>
        SendAsync(from, function, proposal.Targets, proposal.Values, proposal.CallDatas, proposal.DescriptionHash);

    private async Task<Hash32> BallotDigestAsync(Address voter, BigInteger proposalId, DevSupport support)
    {
        var nonce = (await CallAsync(Nonces, voter)).Integer(0);
        var ballot = JsonSerializer.SerializeToElement(new
        {
            domain = new { name = "PhaGovernor", version = "1", chainId = Anvil.ChainId, verifyingContract = Address.ToString() },
            types = new Dictionary<string, object>
            {
                ["Ballot"] = new[] { Field("proposalId", "uint256"), Field("support", "uint8"), Field("voter", "address"), Field("nonce", "uint256") },
            },
            primaryType = "Ballot",
            message = new { proposalId = Text(proposalId), support = (byte)support, voter = voter.ToString(), nonce = Text(nonce) },
        });
        return TypedData.TryParse(ballot, out var typedData, out string? fault) ? typedData.Digest : throw new DevChainException(fault);
    }

    private static object Field(string name, string type) => new { name, type };

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
