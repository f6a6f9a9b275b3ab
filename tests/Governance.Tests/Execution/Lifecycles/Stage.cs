using System.Globalization;
using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Tests.Execution.Lifecycles;

/// <summary>How a generation is told what to do: OpenZeppelin by the proposal's parts, Compound by its number.</summary>
public enum Interface { Parts, Numbers }

/// <summary>A generation of governors: what is deployed, and what can be done with it.</summary>
/// <param name="Deploy">Puts the governor on the stage; the answer is its address.</param>
/// <param name="Interface">How it is called.</param>
/// <param name="CountsSeconds">By the token's clock.</param>
/// <param name="Proposers">Accounts that propose; Bravo lets each have but one live proposal.</param>
/// <param name="Shows">What a run of lifecycles must have shown, or it was no test.</param>
public sealed record Generation(string Name, Func<Stage, Task<Address>> Deploy, Interface Interface, bool CountsSeconds, int Proposers, string[] Shows)
{
    public bool HasFractions { get; init; }

    public bool HasOverrides { get; init; }

    /// <summary>Whether account 0 may cancel at the governor itself.</summary>
    public bool HasGuardian { get; init; }

    /// <summary>The salt of its operations in OpenZeppelin's timelock; null: it has no such timelock.</summary>
    public Func<DevProposal, Address, Hash32>? Salt { get; init; }

    public override string ToString() => Name;
}

/// <summary>A chain with one governor of a generation, its token, and accounts that vote, propose, queue, execute and cancel.</summary>
public sealed class Stage : IAsyncDisposable
{
    public const int Voters = 10;
    public const int DelaySeconds = 12;
    public const int GraceSeconds = 25;

    private const string Parts = "(address[],uint256[],bytes[],bytes32)";

    private static readonly AbiFunction Propose = AbiFunction.Parse("propose(address[],uint256[],bytes[],string)");
    private static readonly AbiFunction ProposeWithSignatures = AbiFunction.Parse("propose(address[],uint256[],string[],bytes[],string)");
    private static readonly AbiFunction Vote = AbiFunction.Parse("castVote(uint256,uint8)");
    private static readonly AbiFunction VoteWithParams = AbiFunction.Parse("castVoteWithReasonAndParams(uint256,uint8,string,bytes)");
    private static readonly AbiFunction OverrideVote = AbiFunction.Parse("castOverrideVote(uint256,uint8,string)");
    private static readonly AbiFunction ExecuteBatch = AbiFunction.Parse("executeBatch(address[],uint256[],bytes[],bytes32,bytes32)");
    private static readonly AbiFunction CancelOperation = AbiFunction.Parse("cancel(bytes32)");
    private static readonly AbiFunction GrantRole = AbiFunction.Parse("grantRole(bytes32,address)");
    private static readonly AbiFunction Mint = AbiFunction.Parse("mint(address,uint256)");
    private static readonly AbiFunction Delegate = AbiFunction.Parse("delegate(address)");
    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)");
    private static readonly AbiFunction State = AbiFunction.Parse("state(uint256)(uint8)");
    private static readonly AbiFunction ProposalVotes = AbiFunction.Parse("proposalVotes(uint256)(uint256,uint256,uint256)");

    private static readonly AbiFunction Proposals = AbiFunction.Parse("proposals(uint256)(uint256,address,uint256,uint256,uint256,uint256,uint256,uint256,bool,bool)");
    private static readonly AbiFunction BravoProposals = AbiFunction.Parse("proposals(uint256)(address,uint256,uint256,uint256,uint256,uint256,uint256,bool,bool)");

    private Stage(Anvil anvil, Generation generation) => (Anvil, Generation) = (anvil, generation);

    public Anvil Anvil { get; }

    public Generation Generation { get; }

    public Troupe Troupe { get; private set; } = null!;

    public DevContract Token { get; private set; } = null!;

    public Address Governor { get; private set; }

    /// <summary>Zero where the generation has none.</summary>
    public Address Timelock { get; private set; }

    public Address Owner => Anvil.Accounts[0];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Stage> SetAsync(Generation generation)
    {
        var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1), SlotsInAnEpoch = 32, BlockGas = 2_000_000_000 }, Ct);
        var stage = new Stage(anvil, generation);
        stage.Token = await stage.DeployAsync("VotersToken", stage.Owner, generation.CountsSeconds);
        stage.Troupe = await Troupe.HireAsync(anvil, Voters + generation.Proposers);
        stage.Governor = await generation.Deploy(stage);
        await stage.EndowAsync();
        return stage;
    }

    public Task<DevContract> DeployAsync(string artifact, params object[] arguments) => DevContract.DeployAsync(Anvil, Owner, artifact, arguments, Ct);

    /// <summary>OpenZeppelin's timelock; account 0 may cancel there, anybody execute.</summary>
    public async Task<Address> ControllerAsync() => Timelock = (await DeployAsync("PhaTimelock", DelaySeconds, Array.Empty<Address>(), new[] { default(Address) }, Owner)).Address;

    public async Task<Address> CompoundTimelockAsync() => Timelock = (await DeployAsync("CompoundTimelock", DelaySeconds, GraceSeconds)).Address;

    /// <summary>Lets the governor act on its timelock.</summary>
    public async Task<Address> EntrustAsync(DevContract governor)
    {
        if (Generation.Salt is null)
        {
            await new DevContract(Anvil, Timelock).SendAsync(Owner, AbiFunction.Parse("handOver(address)"), governor.Address);
            return governor.Address;
        }

        var timelock = new DevContract(Anvil, Timelock);
        foreach (var (role, account) in ((string, Address)[])[("PROPOSER_ROLE", governor.Address), ("CANCELLER_ROLE", governor.Address), ("CANCELLER_ROLE", Troupe[0])])
            await timelock.SendAsync(Owner, GrantRole, Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(role)), account);
        return governor.Address;
    }

    // Voter n has (n + 1) · 100 of some 5,500; the last two delegate to the first, so that they can vote over it. Proposers have 20 each.
    private async Task EndowAsync()
    {
        var unit = BigInteger.Pow(10, 18);
        var acts = new List<Act>();
        for (int player = 0; player < Troupe.Count; player++)
        {
            await Token.SendAsync(Owner, Mint, Troupe[player], player < Voters ? (player + 1) * 100 * unit : 20 * unit);
            acts.Add(new(player, Token.Address, Delegate.Encode(Troupe[player is Voters - 1 or Voters - 2 ? 0 : player])));
        }

        await Troupe.PlayAsync(acts, (await Anvil.Controls.TimeAsync(Ct)).AddSeconds(1));
    }

    // Each its own call data: Compound's timelock takes no two equal calls for one moment.
    public DevProposal Proposal(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"# {number}"), new DevAction(Anvil.Accounts[8], BitConverter.GetBytes(number)));

    public Act ProposeAct(int proposer, DevProposal proposal) => new(proposer, Governor, Generation.Interface == Interface.Parts
        ? Propose.Encode(proposal.Targets, proposal.Values, proposal.CallDatas, proposal.Description)
        : ProposeWithSignatures.Encode(proposal.Targets, proposal.Values, proposal.Targets.Select(_ => "").ToArray(), proposal.CallDatas, proposal.Description), 900_000);

    public Act VoteAct(int voter, BigInteger id, int support) => new(voter, Governor, Vote.Encode(id, support));

    public Act FractionsAct(int voter, BigInteger id, BigInteger against, BigInteger inFavour, BigInteger abstain) =>
        new(voter, Governor, VoteWithParams.Encode(id, 255, "in parts", (byte[])[.. Word16(against), .. Word16(inFavour), .. Word16(abstain)]), 300_000);

    public Act OverrideAct(int voter, BigInteger id, int support) => new(voter, Governor, OverrideVote.Encode(id, support, "my own"), 350_000);

    public Act QueueAct(int player, DevProposal proposal, BigInteger id) => On(player, "queue", proposal, id);

    public Act ExecuteAct(int player, DevProposal proposal, BigInteger id) => On(player, "execute", proposal, id);

    public Act CancelAct(int player, DevProposal proposal, BigInteger id) => On(player, "cancel", proposal, id);

    public Act CancelAtTimelockAct(DevProposal proposal) => new(0, Timelock, CancelOperation.Encode(OperationOf(proposal)));

    public Act ExecuteAtTimelockAct(DevProposal proposal) =>
        new(1, Timelock, ExecuteBatch.Encode(proposal.Targets, proposal.Values, proposal.CallDatas, default(Hash32), Generation.Salt!(proposal, Governor)), 400_000);

    /// <summary>Gives everything away: a proposer below the threshold may be cancelled by anybody (Bravo).</summary>
    public Act SellOutAct(int player) => new(player, Token.Address, Transfer.Encode(Owner, 20 * BigInteger.Pow(10, 18)));

    public Task<IReadOnlyList<byte[]>> AskStatesAsync(IEnumerable<BigInteger> ids) => Troupe.AskAsync([.. ids.Select(id => (Governor, State.Encode(id)))]);

    /// <summary>What the contract counts: for, against, abstain.</summary>
    public async Task<IReadOnlyList<BigInteger[]>> AskVotesAsync(IReadOnlyList<BigInteger> ids)
    {
        var (function, first) = Generation.Name switch { "bravo" => (BravoProposals, 4), "4.9 bravo" => (Proposals, 5), _ => (ProposalVotes, -1) };
        var answers = await Troupe.AskAsync([.. ids.Select(id => (Governor, function.Encode(id)))]);
        return [.. answers.Select(bytes => function.DecodeResult(bytes)).Select(values => first < 0
            ? new[] { values.Integer(1), values.Integer(0), values.Integer(2) }
            : [values.Integer(first), values.Integer(first + 1), values.Integer(first + 2)])];
    }

    public ValueTask DisposeAsync() => Anvil.DisposeAsync();

    private Act On(int player, string verb, DevProposal proposal, BigInteger id) => new(player, Governor, Generation.Interface == Interface.Parts
        ? AbiFunction.Parse(verb + Parts).Encode(proposal.Targets, proposal.Values, proposal.CallDatas, proposal.DescriptionHash)
        : AbiFunction.Parse(verb + "(uint256)").Encode(id), 500_000);

    private Hash32 OperationOf(DevProposal proposal) => Governance.Execution.Timelock.OperationId(
        [.. proposal.Actions.Select(action => new Governance.Execution.GovernorAction(action.Target, action.Value, "", action.CallData))], Generation.Salt!(proposal, Governor));

    private static byte[] Word16(BigInteger number)
    {
        byte[] word = new byte[16];
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(word, 16 - bytes.Length);
        return word;
    }
}
