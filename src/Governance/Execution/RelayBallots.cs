using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>A call for a wallet to send.</summary>
public sealed record RelayCall(Address To, byte[] Data);

/// <summary>
/// Makes the transactions that cast ballots: one for many where the chain has Multicall3 (at the address that it has on every chain), else one for each.
/// In a multicall a ballot that fails harms no other.
/// </summary>
public sealed class RelayBallots(ChainRegistry chains)
{
    public static readonly Address Multicall3 = Address.Parse("0xcA11bde05977b3631167028862bE2a173976CA11");

    /// <summary>So many fit into a block with room for others.</summary>
    public const int MostTogether = 50;

    private static readonly AbiFunction Aggregate3 = AbiFunction.Parse("aggregate3((address,bool,bytes)[])((bool,bytes)[])");

    /// <summary>The calls in the order in which they are to be sent.</summary>
    /// <exception cref="RpcException">The chain does not answer.</exception>
    public async Task<IReadOnlyList<RelayCall>> RunAsync(Governor governor, IReadOnlyList<AcceptedBallot> ballots, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(governor);
        var calls = ballots.Select(ballot => new RelayCall(governor.Address, BallotPaper.Of(governor, ballot.ProposalId, ballot.Decision)!.CallData(ballot.Ballot.Signature))).ToArray();
        if (calls.Length < 2 || chains.Client(governor.Chain) is not { } chain || (await chain.GetCodeAsync(Multicall3, BlockRef.Latest, ct)).Length == 0) return calls;
        return [.. calls.Chunk(MostTogether).Select(together => new RelayCall(
            Multicall3, Aggregate3.Encode((object)together.Select(call => (object)new object[] { call.To, true, call.Data }).ToArray())))];
    }
}
