// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// Speaks only the draft of ERC-1271 that took bytes.
contract LegacyWallet {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes calldata message, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(bytes32(message), signature);
        return fault == ECDSA.RecoverError.NoError && signer == _owner ? bytes4(0x20c13b0b) : bytes4(0);
    }
}

/// A Safe without the handler that answers ERC-1271: only its storage says which messages were signed on chain. Before 1.3.0 its domain had no chain id.
contract PlainSafe {
    mapping(bytes32 messageHash => uint256) public signedMessages;
    bool private immutable _hasChainId;

    constructor(bool hasChainId) {
        _hasChainId = hasChainId;
    }

    function domainSeparator() public view returns (bytes32) {
        return _hasChainId
            ? keccak256(abi.encode(keccak256("EIP712Domain(uint256 chainId,address verifyingContract)"), block.chainid, this))
            : keccak256(abi.encode(keccak256("EIP712Domain(address verifyingContract)"), this));
    }

    function sign(bytes32 digest) external {
        bytes32 message = keccak256(abi.encode(keccak256("SafeMessage(bytes message)"), keccak256(abi.encode(digest))));
        signedMessages[keccak256(abi.encodePacked(bytes2(0x1901), domainSeparator(), message))] = 1;
    }
}

/// Answers everything that it is asked, ERC-1271 or not, in one wrong way.
contract AnswersAll {
    enum Answer {
        One,
        RightAlignedMagic,
        RevertWithMagic,
        RevertWithAMegabyte,
        MagicAfterAWrite
    }

    Answer private immutable _answer;
    uint256 private _count;

    constructor(Answer answer) {
        _answer = answer;
    }

    fallback() external {
        if (_answer == Answer.MagicAfterAWrite) _count++;
        uint256 answer = uint256(_answer);
        assembly {
            let magic := shl(224, 0x1626ba7e)
            switch answer
            case 0 { mstore(0, 1) return(0, 32) }
            case 1 { mstore(0, 0x1626ba7e) return(0, 32) }
            case 2 { mstore(0, magic) revert(0, 32) }
            case 3 { mstore(0, magic) revert(0, 0x100000) }
            case 4 { mstore(0, magic) return(0, 32) }
        }
    }
}
