// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// Pays old balances out on the new chain, once per old account. `user` is the first 20 bytes of the old account's 32-byte
/// public key, not an Ethereum account. `free` counts tokens, `staked` counts vault shares. A trusted signer has checked
/// off chain that the old account named its receiver. Tokens that are not claimed lie here and vote for nobody.
contract PhaClaimer is Ownable {
    using SafeERC20 for IERC20;

    IERC20 public immutable pha;
    IERC20 public immutable vault;
    address public immutable signer;
    mapping(address user => bool) public claimed;

    event Claimed(address indexed user, uint256 free, uint256 staked, address receiver);
    event ClaimedAndBridged(
        address indexed user, uint256 free, uint256 staked, address l1Receiver, address l2Receiver
    );

    error AlreadyClaimed(address user);
    error WrongSigner(address recovered);

    constructor(address owner, address signer_, IERC20 pha_, IERC20 vault_) Ownable(owner) {
        signer = signer_;
        pha = pha_;
        vault = vault_;
    }

    /// The signature is personal_sign over keccak256(abi.encode(chainid, this, user, free, staked, receiver)).
    function claim(address user, uint256 free, uint256 staked, address receiver, bytes calldata signature) external {
        bytes32 claimHash = keccak256(abi.encode(block.chainid, address(this), user, free, staked, receiver));
        address recovered = ECDSA.recover(MessageHashUtils.toEthSignedMessageHash(claimHash), signature);
        require(recovered == signer, WrongSigner(recovered));
        _pay(user, free, receiver, staked, receiver);
        emit Claimed(user, free, staked, receiver);
    }

    /// For old accounts that cannot sign. The staked part is the other chain's to pay: its shares stay here, in custody.
    function adminClaim(address user, uint256 free, uint256 staked, address l1Receiver, address l2Receiver)
        external
        onlyOwner
    {
        _pay(user, free, l1Receiver, 0, address(0));
        emit ClaimedAndBridged(user, free, staked, l1Receiver, l2Receiver);
    }

    function _pay(address user, uint256 free, address freeTo, uint256 staked, address stakedTo) private {
        require(!claimed[user], AlreadyClaimed(user));
        claimed[user] = true;
        if (free > 0) pha.safeTransfer(freeTo, free);
        if (staked > 0) vault.safeTransfer(stakedTo, staked);
    }
}
