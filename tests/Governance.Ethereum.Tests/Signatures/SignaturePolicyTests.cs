using Governance.Clients;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.Signatures;

/// <summary>Every kind of account, on a real chain.</summary>
public sealed class SignaturePolicyTests(WalletChain chain) : IClassFixture<WalletChain>
{
    private const string HostileWallet = nameof(HostileWallet);
    private const string AnswersAll = nameof(AnswersAll);
    private const int MagicAfterAWrite = 4;

    private static readonly AbiFunction ChangeOwner = AbiFunction.Parse("changeOwner(address)");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepts_TheKeysOwnSignature_WithoutAChain()
    {
        byte[] compact = [.. chain.Signature[..64]];
        if (chain.Signature[64] == 28) compact[32] |= 0x80;
        foreach (byte[] form in new[] { chain.Signature, [.. chain.Signature[..64], (byte)(chain.Signature[64] - 27)], compact })
            (await chain.Policy.VerifyAsync(chain.Key.Address, chain.Digest, form, null, null, Ct)).ShouldBe(new SignatureVerdict.Valid(SignatureWay.Key, null));
    }

    [Fact]
    public async Task NeedsAChain_WhereOnlyAContractCouldHaveSigned() =>
        (await chain.Policy.VerifyAsync(chain.Anvil.Accounts[0], chain.Digest, chain.Signature, null, null, Ct)).ShouldBe(new SignatureVerdict.NeedsChain());

    [Fact]
    public async Task Refuses_AnotherKeysSignature_OfAnAccountWithoutCode()
    {
        var head = await chain.HeadAsync();
        (await chain.VerifyAsync(chain.Anvil.Accounts[0], chain.Signature, BlockRef.At(head))).ShouldBe(new SignatureVerdict.Invalid(SignatureRefusal.NotTheSigners, head));
        (await chain.VerifyAsync(chain.Anvil.Accounts[0], [])).ShouldBeOfType<SignatureVerdict.Invalid>();
    }

    [Fact]
    public async Task Accepts_AContractWallet_AtThePinnedBlockOnly()
    {
        var wallet = await chain.DeployAsync("OwnedWallet", chain.Key.Address);
        var before = await chain.HeadAsync();
        await chain.Anvil.Controls.SetBalancesAsync([chain.Key.Address], System.Numerics.BigInteger.Pow(10, 18), Ct);
        await chain.Anvil.Controls.ImpersonateAsync(chain.Key.Address, Ct);
        await wallet.SendAsync(chain.Key.Address, ChangeOwner, chain.Anvil.Accounts[1]);
        var after = await chain.HeadAsync();
        (await chain.VerifyAsync(wallet.Address, chain.Signature, BlockRef.At(before))).ShouldBe(new SignatureVerdict.Valid(SignatureWay.Contract, before));
        (await chain.VerifyAsync(wallet.Address, chain.Signature)).ShouldBe(new SignatureVerdict.Invalid(SignatureRefusal.RefusedByContract, after));
    }

    [Fact]
    public async Task Refuses_AWalletThatIsGone_AndStillAcceptsItWhereItWas()
    {
        var wallet = await chain.DeployAsync("OwnedWallet", chain.Key.Address);
        var before = await chain.HeadAsync();
        // anvil sets code in the head's state: another head first.
        await chain.Anvil.Controls.MineAsync(ct: Ct);
        await chain.Anvil.Controls.SetCodeAsync(wallet.Address, [], Ct);
        await chain.Anvil.Controls.MineAsync(ct: Ct);
        (await chain.VerifyAsync(wallet.Address, chain.Signature, BlockRef.At(before))).IsValid.ShouldBeTrue();
        (await chain.VerifyAsync(wallet.Address, chain.Signature)).ShouldBeOfType<SignatureVerdict.Invalid>().Reason.ShouldBe(SignatureRefusal.NotTheSigners);
    }

    [Fact]
    public async Task Accepts_TheLegacyForm()
    {
        var wallet = await chain.DeployAsync("LegacyWallet", chain.Key.Address);
        (await chain.VerifyAsync(wallet.Address, chain.Signature)).ShouldBeOfType<SignatureVerdict.Valid>().How.ShouldBe(SignatureWay.LegacyContract);
        byte[] spoilt = chain.Signature;
        spoilt[5] ^= 1;
        (await chain.VerifyAsync(wallet.Address, spoilt)).IsValid.ShouldBeFalse();
    }

    public static TheoryData<string, int> HostileWallets => new(
        Enum.GetValues<HostileHabit>().Select(habit => (nameof(HostileWallet), (int)habit)).Concat(Enumerable.Range(0, 4).Select(answer => (AnswersAll, answer))));

    [Theory]
    [MemberData(nameof(HostileWallets))]
    public async Task Refuses_HostileWallets(string contract, int habit)
    {
        var wallet = await chain.DeployAsync(contract, habit);
        long started = TimeProvider.System.GetTimestamp();
        foreach (byte[] signature in new[] { chain.Signature, [], [1] })
        {
            (await chain.VerifyAsync(wallet.Address, signature)).ShouldBeOfType<SignatureVerdict.Invalid>().Reason.ShouldBe(SignatureRefusal.RefusedByContract);
        }

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Refuses_ForABallot_AWalletThatWritesBeforeItAnswers_AndOneThatNeverDoes()
    {
        foreach (var (contract, habit) in new[] { (AnswersAll, MagicAfterAWrite), (HostileWallet, (int)HostileHabit.NeverReturns) })
        {
            var wallet = await chain.DeployAsync(contract, habit);
            (await chain.VerifyBallotAsync(GovernorSignatureRule.CodeDecides, wallet.Address, chain.Signature)).IsValid.ShouldBeFalse(contract);
        }
    }

    [Fact]
    public async Task Accepts_AnAccountThatIsNotDeployedYet()
    {
        var factory = await chain.DeployAsync("OwnedWalletFactory");
        var (wallet, wrapped) = await chain.PrepareAsync(factory, chain.Key.Address);
        (await chain.VerifyAsync(wallet, wrapped)).ShouldBeOfType<SignatureVerdict.Valid>().How.ShouldBe(SignatureWay.PreparedContract);
        (await chain.Anvil.Client.GetCodeAsync(wallet, BlockRef.Latest, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Accepts_TheWrappedSignatureOfADeployedAccount()
    {
        var factory = await chain.DeployAsync("OwnedWalletFactory");
        var (wallet, wrapped) = await chain.PrepareAsync(factory, chain.Key.Address);
        await factory.SendAsync(chain.Anvil.Accounts[0], WalletChain.Create, chain.Key.Address, default(Hash32));
        (await chain.Anvil.Client.GetCodeAsync(wallet, BlockRef.Latest, Ct)).ShouldNotBeEmpty();
        (await chain.VerifyAsync(wallet, wrapped)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Refuses_WrappersThatProveNothing()
    {
        var factory = await chain.DeployAsync("OwnedWalletFactory");
        var (wallet, wrapped) = await chain.PrepareAsync(factory, chain.Anvil.Accounts[1]);
        (await chain.VerifyAsync(wallet, wrapped)).IsValid.ShouldBeFalse("another key owns it");
        (await chain.VerifyAsync(chain.Anvil.Accounts[3], wrapped)).IsValid.ShouldBeFalse("the factory does not make this account");
        (await chain.VerifyAsync(wallet, wrapped[32..])).ShouldBeOfType<SignatureVerdict.Invalid>().Reason.ShouldBe(SignatureRefusal.MalformedWrapper);
    }

    [Fact]
    public async Task Accepts_ADelegatedKeysOwnSignature_AndForABallotOnlyWhatItsDelegateAccepts()
    {
        using var key = SigningKey.Create();
        byte[] own = key.Sign(chain.Digest).ToArray();
        foreach (var (artifact, acceptsKeys) in new[] { ("KeyDelegate", true), ("MuteDelegate", false) })
        {
            await DelegateAsync(key.Address, await chain.DeployAsync(artifact));
            (await chain.VerifyAsync(key.Address, own)).ShouldBe(new SignatureVerdict.Valid(SignatureWay.Key, null));
            (await chain.VerifyAsync(key.Address, chain.Signature)).ShouldBeOfType<SignatureVerdict.Invalid>().Reason.ShouldBe(SignatureRefusal.RefusedByContract);
            (await chain.VerifyBallotAsync(GovernorSignatureRule.KeyOrContract, key.Address, own)).IsValid.ShouldBeTrue();
            // Since OpenZeppelin 5.1 the code decides: a delegate that knows no ERC-1271 makes the plain signature worthless.
            (await chain.VerifyBallotAsync(GovernorSignatureRule.CodeDecides, key.Address, own)).IsValid.ShouldBe(acceptsKeys);
        }
    }

    [Fact]
    public async Task Accepts_WhatOnlyTheDelegateAccepts()
    {
        // The wallet's owner lies in its code, so it answers for the key's account too.
        using var key = SigningKey.Create();
        await DelegateAsync(key.Address, await chain.DeployAsync("LegacyWallet", chain.Key.Address));
        (await chain.VerifyAsync(key.Address, chain.Signature)).ShouldBeOfType<SignatureVerdict.Valid>().How.ShouldBe(SignatureWay.LegacyContract);
        await DelegateAsync(key.Address, await chain.DeployAsync(AnswersAll, MagicAfterAWrite));
        (await chain.VerifyAsync(key.Address, chain.Signature)).ShouldBeOfType<SignatureVerdict.Valid>().How.ShouldBe(SignatureWay.Delegate);
    }

    [Fact]
    public async Task Accepts_ASafesSignatures_AndWhatItSignedOnTheChain()
    {
        var owner = chain.Anvil.Accounts[0];
        var safe = await chain.DeployAsync("SmallSafe", new[] { owner }, 1);
        (await chain.VerifyAsync(safe.Address, [])).IsValid.ShouldBeFalse();
        await safe.SendAsync(owner, AbiFunction.Parse("signMessage(bytes)"), chain.Digest.ToArray());
        (await chain.VerifyAsync(safe.Address, [])).ShouldBeOfType<SignatureVerdict.Valid>().How.ShouldBe(SignatureWay.Contract);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepts_WhatASafeWithoutItsHandlerSignedOnTheChain(bool hasChainId)
    {
        var safe = await chain.DeployAsync("PlainSafe", hasChainId);
        (await chain.VerifyAsync(safe.Address, [])).IsValid.ShouldBeFalse();
        await safe.SendAsync(chain.Anvil.Accounts[0], AbiFunction.Parse("sign(bytes32)"), chain.Digest);
        (await chain.VerifyAsync(safe.Address, [])).ShouldBeOfType<SignatureVerdict.Valid>().How.ShouldBe(SignatureWay.SafeOnChain);
        (await chain.VerifyAsync(safe.Address, [1])).IsValid.ShouldBeFalse();
        (await chain.Policy.VerifyAsync(safe.Address, Keccak256.Hash("another"u8), Array.Empty<byte>(), chain.Anvil.Client, null, Ct)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task Refuses_MoreBytesThanAnyWalletSigns() =>
        (await chain.VerifyAsync(chain.Anvil.Accounts[0], new byte[24 * 1024 + 1])).ShouldBe(new SignatureVerdict.Invalid(SignatureRefusal.TooLong, null));

    [Fact]
    public async Task Throws_AndRefusesNothing_WhereTheBlockIsNotThere()
    {
        var wallet = await chain.DeployAsync("OwnedWallet", chain.Key.Address);
        var fault = await Should.ThrowAsync<RpcException>(() => chain.VerifyAsync(wallet.Address, chain.Signature, BlockRef.At(Keccak256.Hash("nowhere"u8))));
        fault.Fault.Kind.ShouldBe(RpcFaultKind.MissingState);
    }

    [Fact]
    public async Task TakesForABallot_OnlyWhatTheContractTakes()
    {
        var key = chain.Key.Address;
        byte[] zeroBased = [.. chain.Signature[..64], (byte)(chain.Signature[64] - 27)];
        foreach (var rule in Enum.GetValues<GovernorSignatureRule>())
        {
            (await chain.VerifyBallotAsync(rule, key, chain.Signature)).IsValid.ShouldBeTrue(rule.ToString());
            (await chain.VerifyBallotAsync(rule, key, zeroBased)).IsValid.ShouldBeFalse(rule.ToString());
            (await chain.VerifyBallotAsync(rule, key, chain.Signature[..64])).IsValid.ShouldBeFalse(rule.ToString());
        }

        var wallet = await chain.DeployAsync("OwnedWallet", key);
        (await chain.VerifyBallotAsync(GovernorSignatureRule.KeyOnly, wallet.Address, chain.Signature)).IsValid.ShouldBeFalse();
        (await chain.VerifyBallotAsync(GovernorSignatureRule.KeyOrContract, wallet.Address, chain.Signature)).IsValid.ShouldBeTrue();
        (await chain.VerifyBallotAsync(GovernorSignatureRule.CodeDecides, wallet.Address, chain.Signature)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task AsksWith_TheBytecodeOfItsSource()
    {
        string project = Path.Combine(DevChainAvailability.FindAnvil()!, "../../../../..");
        if (!Directory.Exists(Path.Combine(project, "node_modules", "solc"))) Assert.Skip("The compiler is not installed: npm ci in src/Governance.DevChain.");
        var lines = await NodeClients.RunAsync("compile-probe.mjs", [], null, Ct);
        SignatureProbe.Bytecode.ShouldBe(lines[0].GetProperty("bytecode").GetString());
    }

    private async Task DelegateAsync(Address account, DevContract code)
    {
        await chain.Anvil.Controls.SetCodeAsync(account, [0xef, 0x01, 0x00, .. code.Address.Bytes], Ct);
        await chain.Anvil.Controls.MineAsync(ct: Ct);
    }
}
