// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// An honest ERC-1271 wallet of one owner, who may hand it over: then the old owner's signatures stop being valid.
contract OwnedWallet is IERC1271 {
    address public owner;

    event OwnerChanged(address indexed from, address indexed to);

    error NotTheOwner(address caller);

    constructor(address owner_) {
        owner = owner_;
    }

    function changeOwner(address to) external {
        require(msg.sender == owner, NotTheOwner(msg.sender));
        emit OwnerChanged(owner, to);
        owner = to;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(hash, signature);
        return fault == ECDSA.RecoverError.NoError && signer == owner ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// Where a wallet will be before it is there (ERC-6492): the address follows from factory, owner and salt.
contract OwnedWalletFactory {
    function create(address owner, bytes32 salt) external returns (address) {
        return address(new OwnedWallet{salt: salt}(owner));
    }

    function addressOf(address owner, bytes32 salt) external view returns (address) {
        bytes32 code = keccak256(abi.encodePacked(type(OwnedWallet).creationCode, abi.encode(owner)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, code)))));
    }
}
