using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>
/// PhaClaimer: pays old balances out. An old account is the first 20 bytes of its 32-byte public key; <c>free</c> counts tokens,
/// <c>staked</c> counts vault shares, both in base units of 18 decimals.
/// </summary>
public sealed class DevClaimer(Anvil anvil, Address address, SigningKey signer) : DevContract(anvil, address)
{
    private static readonly AbiFunction Claim = AbiFunction.Parse("claim(address,uint256,uint256,address,bytes)");
    private static readonly AbiFunction AdminClaim = AbiFunction.Parse("adminClaim(address,uint256,uint256,address,address)");
    private static readonly AbiParameters ClaimParameters = AbiParameters.Parse("(uint256,address,address,uint256,uint256,address)");

    /// <summary>Claimed: what the trusted signer has allowed, sent by anybody.</summary>
    public Task<DevReceipt> ClaimAsync(Address sender, Address user, BigInteger free, BigInteger staked, Address receiver)
    {
        var claim = Keccak256.Hash(ClaimParameters.Encode(Anvil.ChainId, Address, user, free, staked, receiver));
        return SendAsync(sender, Claim, user, free, staked, receiver, signer.SignPersonalMessage(claim.Bytes).ToArray());
    }

    /// <summary>ClaimedAndBridged: by the owner, for an account that cannot sign; the staked part is paid on the other chain.</summary>
    public Task<DevReceipt> AdminClaimAsync(Address owner, Address user, BigInteger free, BigInteger staked, Address l1Receiver, Address l2Receiver) =>
        SendAsync(owner, AdminClaim, user, free, staked, l1Receiver, l2Receiver);
}
