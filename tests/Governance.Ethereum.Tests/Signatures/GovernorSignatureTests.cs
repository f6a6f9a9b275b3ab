using System.Numerics;
using System.Text.Json;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.Signatures;

using TypedData = Governance.Ethereum.TypedData;

/// <summary>Our verdict on a ballot against that of a real governor (OpenZeppelin 5.7), for every kind of voter and signature.</summary>
public sealed class GovernorSignatureTests : IAsyncLifetime
{
    private static readonly AbiFunction CastVoteBySig = AbiFunction.Parse("castVoteBySig(uint256,uint8,address,bytes)");
    private static readonly TypedDataTypes Ballot = TypedDataTypes.Parse("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");

    private readonly SignaturePolicy _policy = new(new SignaturePolicyOptions());
    private readonly SigningKey _key = DevAccounts.Key("voter");
    private Anvil _anvil = null!;
    private DevGovernor _governor = null!;
    private BigInteger _proposal;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _anvil = await Anvil.StartAsync(ct: Ct);
        var contracts = await DeployContracts.RunAsync(_anvil, ct: Ct);
        _governor = contracts.Governor;
    }

    public async ValueTask DisposeAsync()
    {
        await _anvil.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task ValidHere_MeansValidThere()
    {
        var voters = await VotersAsync();
        await OpenProposalAsync();
        int valid = 0;
        foreach (var (name, voter) in voters)
        {
            var digest = DigestOf(voter);
            foreach (var (form, signature) in Forms(digest))
            {
                var verdict = await _policy.VerifyBallotAsync(GovernorSignatureRule.CodeDecides, voter, digest, signature, _anvil.Client, null, Ct);
                EthCall cast = new(_governor.Address, CastVoteBySig.Encode(_proposal, 1, voter, signature), From: _anvil.Accounts[0]);
                var outcome = (await _anvil.Client.CallManyAsync([cast], BlockRef.Latest, Ct))[0];
                verdict.IsValid.ShouldBe(outcome.IsReturned, $"{name}, {form}: {outcome.Failure}");
                if (verdict.IsValid) valid++;
            }
        }

        // The key's and its wallet's, in the one form that a governor takes, and all six forms of the two wallets that say the magic word and more.
        valid.ShouldBe(2 + (2 * 6));
    }

    private async Task<List<(string Name, Address Voter)>> VotersAsync()
    {
        async Task<Address> Deploy(string artifact, params object[] arguments) => (await DevContract.DeployAsync(_anvil, _anvil.Accounts[0], artifact, arguments, Ct)).Address;
        List<(string, Address)> voters = [("key", _key.Address), ("stranger", _anvil.Accounts[4]), ("wallet", await Deploy("OwnedWallet", _key.Address)), ("legacy", await Deploy("LegacyWallet", _key.Address))];
        // Left out: an endless wallet, which burns a block's gas for each form.
        foreach (var habit in Enum.GetValues<HostileHabit>().Where(habit => habit != HostileHabit.NeverReturns))
            voters.Add((habit.ToString(), await Deploy("HostileWallet", (int)habit)));
        for (int answer = 0; answer < 5; answer++) voters.Add(($"AnswersAll {answer}", await Deploy("AnswersAll", answer)));
        return voters;
    }

    [Theory]
    [InlineData("KeyDelegate", true)]
    [InlineData("MuteDelegate", false)]
    public async Task ADelegatedKeysBallot_CountsWhereItCountsThere(string artifact, bool counts)
    {
        var code = await DevContract.DeployAsync(_anvil, _anvil.Accounts[0], artifact, [], Ct);
        await _anvil.Controls.SetCodeAsync(_key.Address, [0xef, 0x01, 0x00, .. code.Address.Bytes], Ct);
        await OpenProposalAsync();
        var digest = DigestOf(_key.Address);
        byte[] signature = _key.Sign(digest).ToArray();
        EthCall cast = new(_governor.Address, CastVoteBySig.Encode(_proposal, 1, _key.Address, signature), From: _anvil.Accounts[0]);
        (await _anvil.Client.CallManyAsync([cast], BlockRef.Latest, Ct))[0].IsReturned.ShouldBe(counts);
        (await _policy.VerifyBallotAsync(GovernorSignatureRule.CodeDecides, _key.Address, digest, signature, _anvil.Client, null, Ct)).IsValid.ShouldBe(counts);
    }

    // After the deployments: each of them is a block, and a vote lasts only some blocks.
    private async Task OpenProposalAsync()
    {
        DevProposal proposal = new("# Nothing", new DevAction(_governor.Address, []));
        await _governor.ProposeAsync(_anvil.Accounts[0], proposal);
        _proposal = proposal.Id;
        await QueueProposal.PassAsync(_anvil, _governor, await _governor.SnapshotOfAsync(_proposal));
    }

    private IEnumerable<(string Form, byte[] Signature)> Forms(Hash32 digest)
    {
        byte[] good = _key.Sign(digest).ToArray();
        byte[] compact = good[..64];
        if (good[64] == 28) compact[32] |= 0x80;
        byte[] spoilt = [.. good];
        spoilt[40] ^= 1;
        return [("good", good), ("compact", compact), ("v from 0", [.. good[..64], (byte)(good[64] - 27)]), ("spoilt", spoilt), ("empty", []), ("longer", [.. good, 0])];
    }

    private Hash32 DigestOf(Address voter)
    {
        var domain = JsonSerializer.SerializeToElement(new { name = "PhaGovernor", version = "1", chainId = _anvil.ChainId, verifyingContract = _governor.Address.ToString() });
        var message = JsonSerializer.SerializeToElement(new { proposalId = _proposal.ToString(System.Globalization.CultureInfo.InvariantCulture), support = 1, voter = voter.ToString(), nonce = 0 });
        TypedData.TryHashDomain(domain, null, out var separator, out string? fault).ShouldBeTrue(fault);
        Ballot.TryHashStruct("Ballot", message, out var structHash, out fault).ShouldBeTrue(fault);
        return TypedData.DigestOf(separator, structHash);
    }
}
