// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// The staking vault in the role of vPHA: an ERC-4626 share without votes, delegates or a clock, so its power is a balance
/// at a block. Rewards raise the price of a share above one token. Leaving takes two steps, as with vPHA: the share is
/// burnt when the unlock is asked for (from then on it has no vote), the tokens are claimed after the delay.
contract PhaVault is ERC4626 {
    using SafeERC20 for IERC20;

    struct Unlock {
        address owner;
        uint256 assets;
        uint256 readyAt;
    }

    uint256 public immutable unlockDelay;
    uint256 public unlocking;
    Unlock[] public unlocks;

    event RewardsAdded(address indexed from, uint256 assets);
    event UnlockRequested(address indexed owner, uint256 indexed unlockId, uint256 shares, uint256 assets, uint256 readyAt);
    event UnlockClaimed(address indexed owner, uint256 indexed unlockId, uint256 assets);

    error UnlockNotReady(uint256 unlockId, uint256 readyAt);
    error UnlockNotYours(uint256 unlockId, address owner);

    constructor(IERC20 pha, uint256 unlockDelaySeconds) ERC4626(pha) ERC20("Vault Phala", "vPHA") {
        unlockDelay = unlockDelaySeconds;
    }

    /// Tokens for all stakers: no new shares, so each share is worth more.
    function addRewards(uint256 assets) external {
        IERC20(asset()).safeTransferFrom(msg.sender, address(this), assets);
        emit RewardsAdded(msg.sender, assets);
    }

    function requestUnlock(uint256 shares) external returns (uint256 unlockId) {
        uint256 assets = previewRedeem(shares);
        _burn(msg.sender, shares);
        unlocking += assets;
        unlockId = unlocks.length;
        unlocks.push(Unlock(msg.sender, assets, block.timestamp + unlockDelay));
        emit UnlockRequested(msg.sender, unlockId, shares, assets, block.timestamp + unlockDelay);
    }

    function claimUnlocked(uint256 unlockId) external {
        Unlock memory unlock = unlocks[unlockId];
        require(unlock.owner == msg.sender, UnlockNotYours(unlockId, unlock.owner));
        require(unlock.readyAt <= block.timestamp, UnlockNotReady(unlockId, unlock.readyAt));
        delete unlocks[unlockId];
        unlocking -= unlock.assets;
        IERC20(asset()).safeTransfer(msg.sender, unlock.assets);
        emit UnlockClaimed(msg.sender, unlockId, unlock.assets);
    }

    /// Tokens on their way out belong to nobody's share any more.
    function totalAssets() public view override returns (uint256) {
        return super.totalAssets() - unlocking;
    }

    // ERC-4626's direct ways out are closed: whoever stakes leaves through requestUnlock.

    function maxWithdraw(address) public pure override returns (uint256) {
        return 0;
    }

    function maxRedeem(address) public pure override returns (uint256) {
        return 0;
    }
}
