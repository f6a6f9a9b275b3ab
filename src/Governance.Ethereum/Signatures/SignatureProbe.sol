// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Runs as the init code of an eth_call without destination, so nothing is ever deployed: the "deployed code" that it returns is the answer,
/// one word, 1 where the account accepts the signature (ERC-1271) and 0 where it does not.
/// An account that is not deployed yet, or that refuses, is first prepared by its factory's call (ERC-6492), inside the same call.
/// The question is static: an account that changes state while it answers is refused here as it would be by a contract that asks.
/// Compiled as tests/Clients/compile-probe.mjs does; SignatureProbe.cs holds the result.
contract SignatureProbe {
    constructor(address account, bytes32 digest, bytes memory signature, address factory, bytes memory preparation) {
        bool accepted = accepts(account, digest, signature);
        if (!accepted && factory != address(0)) {
            bool prepared;
            assembly {
                // Nothing of the answer is copied: it may be made long on purpose.
                prepared := call(gas(), factory, 0, add(preparation, 32), mload(preparation), 0, 0)
            }
            accepted = prepared && accepts(account, digest, signature);
        }
        assembly {
            mstore(0, accepted)
            return(0, 32)
        }
    }

    function accepts(address account, bytes32 digest, bytes memory signature) private view returns (bool) {
        bytes memory question = abi.encodeWithSelector(0x1626ba7e, digest, signature);
        bool answered;
        bytes32 answer;
        assembly {
            mstore(0, 0)
            answered := staticcall(gas(), account, add(question, 32), mload(question), 0, 32)
            answered := and(answered, eq(returndatasize(), 32))
            answer := mload(0)
        }
        return answered && answer == bytes32(bytes4(0x1626ba7e));
    }
}
