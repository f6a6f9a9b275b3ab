// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// What an account delegates to by EIP-7702 and keeps its own key's signatures valid.
contract KeyDelegate is IERC1271 {
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(hash, signature);
        return fault == ECDSA.RecoverError.NoError && signer == address(this) ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// What an account delegates to by EIP-7702 that knows no ERC-1271: on chain its plain signatures are worth nothing from then on.
contract MuteDelegate {
    receive() external payable {}
}
