// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Says what a governor says, as often as it is told, and does nothing: a long history for the benchmark.
contract LogMill {
    event ProposalCreated(
        uint256 proposalId,
        address proposer,
        address[] targets,
        uint256[] values,
        string[] signatures,
        bytes[] calldatas,
        uint256 voteStart,
        uint256 voteEnd,
        string description
    );
    event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason);

    function propose(uint256 proposalId, uint256 voteStart, uint256 voteEnd, string calldata description) external {
        emit ProposalCreated(
            proposalId,
            msg.sender,
            new address[](0),
            new uint256[](0),
            new string[](0),
            new bytes[](0),
            voteStart,
            voteEnd,
            description
        );
    }

    function vote(uint256 proposalId, uint256 first, uint256 count, string calldata reason) external {
        for (uint256 i = first; i < first + count; i++) {
            emit VoteCast(address(uint160(0x10000 + i)), proposalId, uint8(i % 3), 1 ether + i, reason);
        }
    }
}
