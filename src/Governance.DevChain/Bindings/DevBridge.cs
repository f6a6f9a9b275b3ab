using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>PhaBridge: custody of what has left for the other chain; born paused, opened by the timelock alone.</summary>
public sealed class DevBridge(Anvil anvil, Address address) : DevContract(anvil, address)
{
    /// <summary>For a proposal's action or a milestone.</summary>
    public static readonly AbiFunction Unpause = AbiFunction.Parse("unpause()");

    /// <inheritdoc cref="Unpause"/>
    public static readonly AbiFunction Pause = AbiFunction.Parse("pause()");

    /// <inheritdoc cref="Unpause"/>
    public static readonly AbiFunction Paused = AbiFunction.Parse("paused()(bool)");

    private static readonly AbiFunction Send = AbiFunction.Parse("send(address,address,uint256)");
    private static readonly AbiFunction Release = AbiFunction.Parse("release(uint256,address,address,uint256)");

    public async Task<bool> IsPausedAsync() => (await CallAsync(Paused)).Boolean(0);

    /// <summary>Locks tokens here, for <paramref name="to"/> on the other chain. Approves first.</summary>
    public async Task<DevReceipt> SendAsync(Address from, DevToken token, Address to, BigInteger amount)
    {
        ArgumentNullException.ThrowIfNull(token);
        await token.ApproveAsync(from, Address, amount);
        return await SendAsync(from, Send, token.Address, to, amount);
    }

    public Task<DevReceipt> ReleaseAsync(Address relayer, int transferId, DevToken token, Address to, BigInteger amount) =>
        SendAsync(relayer, Release, transferId, token.Address, to, amount);
}
