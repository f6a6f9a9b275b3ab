// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Runs as the init code of an eth_call without destination, so nothing is ever deployed: the "deployed code" that it returns is the answer,
/// one word, 0 where the account does not accept the signature (ERC-1271), otherwise how many bytes it accepted it with: the standard's
/// answer has 32, and whether a longer one counts is the asker's policy.
/// An account that is not deployed yet, or that refuses, is first prepared by its factory's call (ERC-6492), inside the same call.
/// The question is static: an account that changes state while it answers is refused here as it would be by a contract that asks.
/// Compiled as tests/Clients/compile-probe.mjs does; SignatureProbe.cs holds the result.
contract SignatureProbe {
    constructor(address account, bytes32 digest, bytes memory signature, address factory, bytes memory preparation) {
        uint256 accepted = accepts(account, digest, signature);
        if (accepted == 0 && factory != address(0)) {
            bool prepared;
            assembly {
                // Nothing of the answer is copied: it may be made long on purpose.
                prepared := call(gas(), factory, 0, add(preparation, 32), mload(preparation), 0, 0)
            }
            if (prepared) accepted = accepts(account, digest, signature);
        }
        assembly {
            mstore(0, accepted)
            return(0, 32)
        }
    }

    function accepts(address account, bytes32 digest, bytes memory signature) private view returns (uint256) {
        bytes memory question = abi.encodeWithSelector(0x1626ba7e, digest, signature);
        bool answered;
        bytes32 answer;
        uint256 length;
        assembly {
            mstore(0, 0)
            answered := staticcall(gas(), account, add(question, 32), mload(question), 0, 32)
            answer := mload(0)
            length := returndatasize()
        }
        return answered && length >= 32 && answer == bytes32(bytes4(0x1626ba7e)) ? length : 0;
    }
}
