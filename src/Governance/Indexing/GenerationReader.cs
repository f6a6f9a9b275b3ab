using System.Numerics;
using Governance.Ethereum;
using Governance.Execution;

namespace Governance.Indexing;

/// <summary>Finds out by questions to the chain of which generation a governor is; what a contract does not answer it does not have.</summary>
internal sealed class GenerationReader(ContractQuestions questions)
{
    // keccak256 of the ballots' encodeType, as BALLOT_TYPEHASH() gives it.
    private static readonly Hash32 SupportBallot = Keccak256.Hash("Ballot(uint256 proposalId,uint8 support)"u8);
    private static readonly Hash32 VoterBallot = Keccak256.Hash("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"u8);

    private static readonly AbiFunction BallotTypehash = AbiFunction.Parse("BALLOT_TYPEHASH()(bytes32)");
    private static readonly AbiFunction ExtendedBallotTypehash = AbiFunction.Parse("EXTENDED_BALLOT_TYPEHASH()(bytes32)");
    private static readonly AbiFunction Eip712Domain = AbiFunction.Parse("eip712Domain()(bytes1,string,string,uint256,address,bytes32,uint256[])");
    private static readonly AbiFunction Name = AbiFunction.Parse("name()(string)");
    private static readonly AbiFunction Version = AbiFunction.Parse("version()(string)");
    private static readonly AbiFunction Nonces = AbiFunction.Parse("nonces(address)(uint256)");
    private static readonly AbiFunction KeyedNonces = AbiFunction.Parse("nonces(address,uint192)(uint256)");
    private static readonly AbiFunction GetProposalId = AbiFunction.Parse("getProposalId(address[],uint256[],bytes[],bytes32)(uint256)");
    private static readonly AbiFunction CountingMode = AbiFunction.Parse("COUNTING_MODE()(string)");
    private static readonly AbiFunction QuorumVotes = AbiFunction.Parse("quorumVotes()(uint256)");
    private static readonly AbiFunction SuperQuorum = AbiFunction.Parse("superQuorum(uint256)(uint256)");
    private static readonly AbiFunction LateQuorumExtension = AbiFunction.Parse("lateQuorumVoteExtension()(uint64)");
    private static readonly AbiFunction MinDelay = AbiFunction.Parse("getMinDelay()(uint256)");
    private static readonly AbiFunction GracePeriod = AbiFunction.Parse("GRACE_PERIOD()(uint256)");

    // EIP-5267's bitmap: name, version, chainId and verifyingContract, in this order from the lowest bit; then salt.
    private const byte NameVersionChainContract = 0x0f;
    private const byte NameChainContract = 0x0d;

    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<GovernorGeneration> ReadAsync(Address governor, Address? timelock, CancellationToken ct)
    {
        var own = await questions.AskAsync(governor, ct, CountingMode.Encode(), QuorumVotes.Encode(), SuperQuorum.Encode(BigInteger.Zero), LateQuorumExtension.Encode());
        string counting = own[0].Decode(CountingMode)?.Text(0) ?? "";
        var family = !own[0].IsKnown && own[1].IsKnown ? GovernorFamily.Bravo : GovernorFamily.OpenZeppelin;
        var (kind, grace) = timelock is { } address ? await TimelockAsync(address, ct) : (null, null);
        return new GovernorGeneration(
            family, kind, grace, own[2].IsKnown, (long?)own[3].Decode(LateQuorumExtension)?.Integer(0), counting.Contains("override", StringComparison.Ordinal),
            counting.Contains("fractional", StringComparison.Ordinal), await BallotsAsync(governor, family, ct));
    }

    private async Task<(TimelockKind?, long?)> TimelockAsync(Address timelock, CancellationToken ct)
    {
        var answers = await questions.AskAsync(timelock, ct, MinDelay.Encode(), GracePeriod.Encode());
        if (answers[0].IsKnown) return (TimelockKind.Controller, null);
        return answers[1].Decode(GracePeriod)?.Integer(0) is { } grace && grace < long.MaxValue / 2 ? (TimelockKind.Compound, (long)grace) : (null, null);
    }

    private async Task<BallotForm?> BallotsAsync(Address governor, GovernorFamily family, CancellationToken ct)
    {
        var answers = await questions.AskAsync(
            governor, ct, BallotTypehash.Encode(), ExtendedBallotTypehash.Encode(), Eip712Domain.Encode(), Name.Encode(), Version.Encode(), Nonces.Encode(default(Address)),
            KeyedNonces.Encode(default(Address), BigInteger.Zero),
            GetProposalId.Encode(Array.Empty<Address>(), Array.Empty<BigInteger>(), Array.Empty<byte[]>(), default(Hash32)));
        var typehash = answers[0].Decode(BallotTypehash)?.Hash(0);
        if (typehash != SupportBallot && typehash != VoterBallot) return null;
        if (DomainOf(governor, family, answers[2], answers[3], answers[4]) is not var (name, version)) return null;
        bool hasVoter = typehash == VoterBallot;
        var nonces = !hasVoter ? BallotNonces.None : answers[6].IsKnown ? BallotNonces.Keyed : BallotNonces.Plain;
        if (hasVoter && !answers[5].IsKnown) return null;
        return new BallotForm(hasVoter ? BallotContent.VoterAndNonce : BallotContent.Support, name, version, nonces, answers[1].IsKnown, RuleOf(hasVoter, answers[7]));
    }

    // SignatureChecker asks code first since OpenZeppelin 5.1, ECDSA alone before 5.0. getProposalId came with 5.3: without it a 5.x may be
    // of either rule, and whoever accepts a ballot lets the contract itself decide besides.
    private static GovernorSignatureRule RuleOf(bool hasVoter, Answer getProposalId) =>
        !hasVoter ? GovernorSignatureRule.KeyOnly : getProposalId.IsKnown ? GovernorSignatureRule.CodeDecides : GovernorSignatureRule.KeyOrContract;

    // EIP-5267 where the contract has it (OpenZeppelin since 4.9); before that name() and version(); Compound's domain has no version.
    private (string Name, string? Version)? DomainOf(Address governor, GovernorFamily family, Answer domain, Answer name, Answer version)
    {
        if (domain.Decode(Eip712Domain) is { } told)
        {
            bool isOurs = told.Integer(3) == questions.ChainId && told.Address(4) == governor && told.List<BigInteger>(6).Count == 0;
            byte fields = told.Bytes(0)[0];
            return !isOurs ? null : fields == NameVersionChainContract ? (told.Text(1), told.Text(2)) : fields == NameChainContract ? (told.Text(1), null) : null;
        }

        if (name.Decode(Name)?.Text(0) is not { } named) return null;
        return family == GovernorFamily.Bravo ? (named, null) : (named, version.Decode(Version)?.Text(0) ?? "1");
    }
}
