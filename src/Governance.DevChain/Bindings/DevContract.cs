using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>A contract on a local chain: any function of it, called or sent to. The named contracts add their own verbs.</summary>
public class DevContract(Anvil anvil, Address address)
{
    public Address Address { get; } = address;

    protected Anvil Anvil { get; } = anvil;

    /// <summary>Creates a contract from its artifact.</summary>
    /// <exception cref="DevChainException">The constructor reverted.</exception>
    public static async Task<DevContract> DeployAsync(Anvil anvil, Address from, string artifact, object[] arguments, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        var receipt = await anvil.Transactions.SendAsync(new DevTransaction(from, null, ContractArtifact.Load(artifact).CreationCode(arguments)), ct);
        return new DevContract(anvil, receipt.CreatedContract!.Value);
    }

    /// <summary>What the function returns at the head.</summary>
    /// <exception cref="RpcException">It reverts.</exception>
    public async Task<AbiValues> CallAsync(AbiFunction function, params object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.DecodeResult(await Anvil.Client.CallAsync(new EthCall(Address, function.Encode(arguments)), BlockRef.Latest, CancellationToken.None));
    }

    /// <summary>Sends a transaction that calls the function, and waits until it is mined.</summary>
    /// <exception cref="DevChainException">It reverts.</exception>
    public Task<DevReceipt> SendAsync(Address from, AbiFunction function, params object[] arguments) =>
        Anvil.Transactions.SendAsync(Transaction(from, function, arguments));

    /// <summary>The transaction that <see cref="SendAsync"/> would send.</summary>
    public DevTransaction Transaction(Address from, AbiFunction function, params object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new DevTransaction(from, Address, function.Encode(arguments));
    }
}
