// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// A Safe as ERC-1271 sees it: a message is valid by enough owners' signatures over Safe's own typed data, or, with an empty
/// signature, because the Safe has signed it on chain. Owners call for the Safe directly here; a real one goes through its transactions.
contract SmallSafe is IERC1271 {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256("EIP712Domain(uint256 chainId,address verifyingContract)");
    bytes32 private constant MESSAGE_TYPEHASH = keccak256("SafeMessage(bytes message)");
    uint256 private constant SIGNATURE_SIZE = 65;

    uint256 public immutable threshold;
    mapping(address owner => bool) public isOwner;
    mapping(bytes32 messageHash => uint256) public signedMessages;

    event SignMsg(bytes32 indexed msgHash);

    error NotAnOwner(address account);
    error HashNotApproved();
    error TooFewSignatures(uint256 given, uint256 needed);
    error OwnersNotInOrder(address previous, address owner);

    constructor(address[] memory owners, uint256 threshold_) {
        for (uint256 i = 0; i < owners.length; i++) isOwner[owners[i]] = true;
        threshold = threshold_;
    }

    function signMessage(bytes calldata message) external {
        require(isOwner[msg.sender], NotAnOwner(msg.sender));
        bytes32 messageHash = getMessageHash(message);
        signedMessages[messageHash] = 1;
        emit SignMsg(messageHash);
    }

    function isValidSignature(bytes32 hash, bytes calldata signatures) external view returns (bytes4) {
        bytes32 messageHash = getMessageHash(abi.encode(hash));
        if (signatures.length == 0) require(signedMessages[messageHash] != 0, HashNotApproved());
        else _check(messageHash, signatures);
        return IERC1271.isValidSignature.selector;
    }

    function getMessageHash(bytes memory message) public view returns (bytes32) {
        bytes32 structHash = keccak256(abi.encode(MESSAGE_TYPEHASH, keccak256(message)));
        return keccak256(abi.encodePacked(bytes2(0x1901), domainSeparator(), structHash));
    }

    function domainSeparator() public view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, block.chainid, address(this)));
    }

    // Rising addresses make each owner count once.
    function _check(bytes32 messageHash, bytes calldata signatures) private view {
        uint256 given = signatures.length / SIGNATURE_SIZE;
        require(given >= threshold, TooFewSignatures(given, threshold));
        address previous = address(0);
        for (uint256 i = 0; i < threshold; i++) {
            address owner = ECDSA.recover(messageHash, signatures[i * SIGNATURE_SIZE:(i + 1) * SIGNATURE_SIZE]);
            require(isOwner[owner], NotAnOwner(owner));
            require(owner > previous, OwnersNotInOrder(previous, owner));
            previous = owner;
        }
    }
}
