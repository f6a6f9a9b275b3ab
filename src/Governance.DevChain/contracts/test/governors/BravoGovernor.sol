// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VotersToken} from "./VotersToken.sol";
import {CompoundTimelock} from "./CompoundTimelock.sol";

/// Compound's second governor in few lines: its events, its ballots (a domain without version), its rules and the order of its tests.
contract BravoGovernor {
    enum ProposalState {
        Pending,
        Active,
        Canceled,
        Defeated,
        Succeeded,
        Queued,
        Expired,
        Executed
    }

    struct Receipt {
        bool hasVoted;
        uint8 support;
        uint96 votes;
    }

    struct Proposal {
        address proposer;
        uint256 eta;
        address[] targets;
        uint256[] values;
        string[] signatures;
        bytes[] calldatas;
        uint256 startBlock;
        uint256 endBlock;
        uint256 forVotes;
        uint256 againstVotes;
        uint256 abstainVotes;
        bool canceled;
        bool executed;
        mapping(address voter => Receipt) receipts;
    }

    event ProposalCreated(
        uint256 id,
        address proposer,
        address[] targets,
        uint256[] values,
        string[] signatures,
        bytes[] calldatas,
        uint256 startBlock,
        uint256 endBlock,
        string description
    );
    event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 votes, string reason);
    event ProposalCanceled(uint256 id);
    event ProposalQueued(uint256 id, uint256 eta);
    event ProposalExecuted(uint256 id);

    string public constant name = "Compound Governor Bravo";
    uint256 public constant proposalMaxOperations = 10;
    bytes32 public constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)");
    bytes32 public constant BALLOT_TYPEHASH = keccak256("Ballot(uint256 proposalId,uint8 support)");

    VotersToken public immutable comp;
    CompoundTimelock public immutable timelock;
    uint256 public immutable votingDelay;
    uint256 public immutable votingPeriod;
    uint256 public immutable proposalThreshold;
    uint256 public immutable quorumVotes;
    uint256 public immutable initialProposalId;
    uint256 public proposalCount;
    mapping(uint256 id => Proposal) public proposals;
    mapping(address proposer => uint256) public latestProposalIds;

    constructor(
        VotersToken comp_,
        CompoundTimelock timelock_,
        uint256 votingDelay_,
        uint256 votingPeriod_,
        uint256 proposalThreshold_,
        uint256 quorumVotes_,
        uint256 initialProposalId_
    ) {
        (comp, timelock, votingDelay, votingPeriod) = (comp_, timelock_, votingDelay_, votingPeriod_);
        (proposalThreshold, quorumVotes, initialProposalId) = (proposalThreshold_, quorumVotes_, initialProposalId_);
        proposalCount = initialProposalId_;
    }

    function propose(
        address[] memory targets,
        uint256[] memory values,
        string[] memory signatures,
        bytes[] memory calldatas,
        string memory description
    ) external returns (uint256 id) {
        require(comp.getPriorVotes(msg.sender, block.number - 1) > proposalThreshold, "proposer votes below threshold");
        require(
            targets.length == values.length && targets.length == signatures.length
                && targets.length == calldatas.length,
            "information arity mismatch"
        );
        require(targets.length != 0, "must provide actions");
        require(targets.length <= proposalMaxOperations, "too many actions");
        uint256 latest = latestProposalIds[msg.sender];
        if (latest != 0) {
            ProposalState before = state(latest);
            require(before != ProposalState.Active, "one live proposal per proposer, found an active one");
            require(before != ProposalState.Pending, "one live proposal per proposer, found a pending one");
        }
        id = ++proposalCount;
        Proposal storage created = proposals[id];
        created.proposer = msg.sender;
        created.targets = targets;
        created.values = values;
        created.signatures = signatures;
        created.calldatas = calldatas;
        created.startBlock = block.number + votingDelay;
        created.endBlock = created.startBlock + votingPeriod;
        latestProposalIds[msg.sender] = id;
        emit ProposalCreated(
            id,
            msg.sender,
            targets,
            values,
            signatures,
            calldatas,
            created.startBlock,
            created.endBlock,
            description
        );
    }

    function queue(uint256 id) external {
        require(state(id) == ProposalState.Succeeded, "can only be queued if succeeded");
        Proposal storage proposal = proposals[id];
        uint256 eta = block.timestamp + timelock.delay();
        for (uint256 i = 0; i < proposal.targets.length; i++) {
            (address target, uint256 value, string memory signature, bytes memory data) = _action(proposal, i);
            require(
                !timelock.queuedTransactions(keccak256(abi.encode(target, value, signature, data, eta))),
                "identical action already queued at eta"
            );
            timelock.queueTransaction(target, value, signature, data, eta);
        }
        proposal.eta = eta;
        emit ProposalQueued(id, eta);
    }

    function execute(uint256 id) external payable {
        require(state(id) == ProposalState.Queued, "can only be executed if it is queued");
        Proposal storage proposal = proposals[id];
        proposal.executed = true;
        for (uint256 i = 0; i < proposal.targets.length; i++) {
            (address target, uint256 value, string memory signature, bytes memory data) = _action(proposal, i);
            timelock.executeTransaction{value: value}(target, value, signature, data, proposal.eta);
        }
        emit ProposalExecuted(id);
    }

    function cancel(uint256 id) external {
        require(state(id) != ProposalState.Executed, "cannot cancel executed proposal");
        Proposal storage proposal = proposals[id];
        if (msg.sender != proposal.proposer) {
            require(
                comp.getPriorVotes(proposal.proposer, block.number - 1) < proposalThreshold, "proposer above threshold"
            );
        }
        proposal.canceled = true;
        for (uint256 i = 0; i < proposal.targets.length; i++) {
            (address target, uint256 value, string memory signature, bytes memory data) = _action(proposal, i);
            timelock.cancelTransaction(target, value, signature, data, proposal.eta);
        }
        emit ProposalCanceled(id);
    }

    function state(uint256 id) public view returns (ProposalState) {
        require(proposalCount >= id && id > initialProposalId, "invalid proposal id");
        Proposal storage proposal = proposals[id];
        if (proposal.canceled) return ProposalState.Canceled;
        if (block.number <= proposal.startBlock) return ProposalState.Pending;
        if (block.number <= proposal.endBlock) return ProposalState.Active;
        if (proposal.forVotes <= proposal.againstVotes || proposal.forVotes < quorumVotes) {
            return ProposalState.Defeated;
        }
        if (proposal.eta == 0) return ProposalState.Succeeded;
        if (proposal.executed) return ProposalState.Executed;
        if (block.timestamp >= proposal.eta + timelock.GRACE_PERIOD()) return ProposalState.Expired;
        return ProposalState.Queued;
    }

    function getReceipt(uint256 id, address voter) external view returns (Receipt memory) {
        return proposals[id].receipts[voter];
    }

    function castVote(uint256 id, uint8 support) external {
        emit VoteCast(msg.sender, id, support, _count(msg.sender, id, support), "");
    }

    function castVoteWithReason(uint256 id, uint8 support, string calldata reason) external {
        emit VoteCast(msg.sender, id, support, _count(msg.sender, id, support), reason);
    }

    function castVoteBySig(uint256 id, uint8 support, uint8 v, bytes32 r, bytes32 s) external {
        bytes32 domain =
            keccak256(abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), block.chainid, address(this)));
        bytes32 digest =
            keccak256(abi.encodePacked("\x19\x01", domain, keccak256(abi.encode(BALLOT_TYPEHASH, id, support))));
        address signatory = ecrecover(digest, v, r, s);
        require(signatory != address(0), "invalid signature");
        emit VoteCast(signatory, id, support, _count(signatory, id, support), "");
    }

    function _count(address voter, uint256 id, uint8 support) private returns (uint96 votes) {
        require(state(id) == ProposalState.Active, "voting is closed");
        require(support <= 2, "invalid vote type");
        Proposal storage proposal = proposals[id];
        Receipt storage receipt = proposal.receipts[voter];
        require(!receipt.hasVoted, "voter already voted");
        votes = uint96(comp.getPriorVotes(voter, proposal.startBlock));
        if (support == 0) proposal.againstVotes += votes;
        else if (support == 1) proposal.forVotes += votes;
        else proposal.abstainVotes += votes;
        (receipt.hasVoted, receipt.support, receipt.votes) = (true, support, votes);
    }

    function _action(Proposal storage proposal, uint256 i)
        private
        view
        returns (address, uint256, string memory, bytes memory)
    {
        return (proposal.targets[i], proposal.values[i], proposal.signatures[i], proposal.calldatas[i]);
    }
}
