// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

/// Custody of what has left for the other chain. Born paused: opening it is a decision of its owner (the timelock), and a
/// milestone that a proposal can promise. The relayer is trusted, as in every bridge that is no light client; this is a model.
contract PhaBridge is Ownable, Pausable {
    using SafeERC20 for IERC20;

    address public immutable relayer;
    uint256 public sent;

    event Sent(uint256 indexed transferId, address indexed token, address indexed from, address to, uint256 amount);
    event Released(uint256 indexed transferId, address indexed token, address indexed to, uint256 amount);

    error NotTheRelayer(address caller);

    constructor(address owner, address relayer_) Ownable(owner) {
        relayer = relayer_;
        _pause();
    }

    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    function send(IERC20 token, address to, uint256 amount) external whenNotPaused {
        token.safeTransferFrom(msg.sender, address(this), amount);
        emit Sent(sent++, address(token), msg.sender, to, amount);
    }

    function release(uint256 transferId, IERC20 token, address to, uint256 amount) external whenNotPaused {
        require(msg.sender == relayer, NotTheRelayer(msg.sender));
        token.safeTransfer(to, amount);
        emit Released(transferId, address(token), to, amount);
    }
}
