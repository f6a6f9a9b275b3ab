// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Keeps who named whom, by space, with the events of Gnosis' registry that Snapshot's delegation strategies follow.
contract DelegateRegistry {
    event SetDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate);
    event ClearDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate);

    mapping(address delegator => mapping(bytes32 id => address)) public delegation;

    error NotADelegate(address delegate);

    function setDelegate(bytes32 id, address delegate) external {
        address before = delegation[msg.sender][id];
        require(delegate != address(0) && delegate != msg.sender && delegate != before, NotADelegate(delegate));
        delegation[msg.sender][id] = delegate;
        if (before != address(0)) emit ClearDelegate(msg.sender, id, before);
        emit SetDelegate(msg.sender, id, delegate);
    }

    function clearDelegate(bytes32 id) external {
        address before = delegation[msg.sender][id];
        require(before != address(0), NotADelegate(before));
        delete delegation[msg.sender][id];
        emit ClearDelegate(msg.sender, id, before);
    }
}
