using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>erc4626-assets-of</c>: what the account's vault shares are worth at the block, ERC-4626 <c>convertToAssets(balanceOf(account))</c>,
/// rounded down by the vault. <c>params.decimals</c> are the asset's.
/// </summary>
public sealed class Erc4626AssetsOf() : TokenCall("erc4626-assets-of", "balanceOf(address)(uint256)")
{
    private static readonly AbiFunction ConvertToAssets = AbiFunction.Parse("convertToAssets(uint256)(uint256)");

    public override async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var shares = await base.ReadAsync(definition, view, voters, cancellationToken);
        return await CallAsync(ConvertToAssets, definition, view.StateOf(definition.Network), [.. shares.Select(share => new object[] { share.ToBigInteger() })], cancellationToken);
    }
}
