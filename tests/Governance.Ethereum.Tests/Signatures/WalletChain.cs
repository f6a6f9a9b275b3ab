using Governance.DevChain;

namespace Governance.Ethereum.Tests.Signatures;

/// <summary>A real local chain for the tests of the signature policy, with a key, a digest and the key's signature over it.</summary>
public sealed class WalletChain : IAsyncLifetime
{
    private static readonly AbiFunction AddressOf = AbiFunction.Parse("addressOf(address owner,bytes32 salt)(address)");
    private static readonly AbiParameters Wrapper = AbiParameters.Parse("(address factory,bytes preparation,bytes signature)");
    private static readonly byte[] WrapperSuffix = [.. Enumerable.Range(0, 16).SelectMany(_ => new byte[] { 0x64, 0x92 })];
    private readonly byte[] _signature;

    public WalletChain() => _signature = Key.Sign(Digest).ToArray();

    public static AbiFunction Create { get; } = AbiFunction.Parse("create(address owner,bytes32 salt)(address)");

    public Anvil Anvil { get; private set; } = null!;

    public SigningKey Key { get; } = SigningKey.Create();

    public Hash32 Digest { get; } = Keccak256.Hash("a ballot"u8);

    /// <summary>A copy of the key's signature: tests spoil it.</summary>
    public byte[] Signature => [.. _signature];

    public SignaturePolicy Policy { get; } = new(new SignaturePolicyOptions());

    public async ValueTask InitializeAsync() => Anvil = await Anvil.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Anvil.DisposeAsync();
        Key.Dispose();
    }

    public async Task<DevContract> DeployAsync(string artifact, params object[] arguments) => await DevContract.DeployAsync(Anvil, Anvil.Accounts[0], artifact, arguments);

    public Task<SignatureVerdict> VerifyAsync(Address signer, byte[] signature, BlockRef? at = null) =>
        Policy.VerifyAsync(signer, Digest, signature, Anvil.Client, at, TestContext.Current.CancellationToken);

    public Task<SignatureVerdict> VerifyBallotAsync(GovernorSignatureRule rule, Address signer, byte[] signature) =>
        Policy.VerifyBallotAsync(rule, signer, Digest, signature, Anvil.Client, null, TestContext.Current.CancellationToken);

    public async Task<Hash32> HeadAsync() => (await Anvil.Client.GetBlockAsync(BlockTag.Latest, TestContext.Current.CancellationToken))!.Hash;

    /// <summary>Where the factory would put the wallet of this owner, and the signature wrapped for it.</summary>
    public async Task<(Address Wallet, byte[] Wrapped)> PrepareAsync(DevContract factory, Address owner)
    {
        var wallet = (await factory.CallAsync(AddressOf, owner, default(Hash32))).Address(0);
        return (wallet, [.. Wrapper.Encode(factory.Address, Create.Encode(owner, default(Hash32)), Signature), .. WrapperSuffix]);
    }
}
