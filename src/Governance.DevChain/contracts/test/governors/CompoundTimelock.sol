// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// A timelock with Compound's rules and events: only its admin queues, cancels and executes, and what waits longer than the grace period is stale.
contract CompoundTimelock {
    event NewAdmin(address indexed newAdmin);
    event CancelTransaction(
        bytes32 indexed txHash, address indexed target, uint256 value, string signature, bytes data, uint256 eta
    );
    event ExecuteTransaction(
        bytes32 indexed txHash, address indexed target, uint256 value, string signature, bytes data, uint256 eta
    );
    event QueueTransaction(
        bytes32 indexed txHash, address indexed target, uint256 value, string signature, bytes data, uint256 eta
    );

    error NotTheAdmin(address sender);
    error TooEarly(uint256 eta);
    error NotQueued(bytes32 txHash);
    error Stale(uint256 eta);
    error CallFailed(bytes returned);

    uint256 public immutable GRACE_PERIOD;
    uint256 public immutable delay;
    address public admin;
    mapping(bytes32 txHash => bool) public queuedTransactions;

    constructor(uint256 delaySeconds, uint256 graceSeconds) {
        (delay, GRACE_PERIOD, admin) = (delaySeconds, graceSeconds, msg.sender);
    }

    receive() external payable {}

    modifier onlyAdmin() {
        require(msg.sender == admin, NotTheAdmin(msg.sender));
        _;
    }

    /// In one step here; the original asks the new admin to accept.
    function handOver(address newAdmin) external onlyAdmin {
        admin = newAdmin;
        emit NewAdmin(newAdmin);
    }

    function queueTransaction(
        address target,
        uint256 value,
        string calldata signature,
        bytes calldata data,
        uint256 eta
    ) external onlyAdmin returns (bytes32 txHash) {
        require(eta >= block.timestamp + delay, TooEarly(eta));
        txHash = keccak256(abi.encode(target, value, signature, data, eta));
        queuedTransactions[txHash] = true;
        emit QueueTransaction(txHash, target, value, signature, data, eta);
    }

    function cancelTransaction(
        address target,
        uint256 value,
        string calldata signature,
        bytes calldata data,
        uint256 eta
    ) external onlyAdmin {
        bytes32 txHash = keccak256(abi.encode(target, value, signature, data, eta));
        queuedTransactions[txHash] = false;
        emit CancelTransaction(txHash, target, value, signature, data, eta);
    }

    function executeTransaction(
        address target,
        uint256 value,
        string calldata signature,
        bytes calldata data,
        uint256 eta
    ) external payable onlyAdmin returns (bytes memory returned) {
        bytes32 txHash = keccak256(abi.encode(target, value, signature, data, eta));
        require(queuedTransactions[txHash], NotQueued(txHash));
        require(block.timestamp >= eta, TooEarly(eta));
        require(block.timestamp <= eta + GRACE_PERIOD, Stale(eta));
        queuedTransactions[txHash] = false;
        bytes memory payload =
            bytes(signature).length == 0 ? data : abi.encodePacked(bytes4(keccak256(bytes(signature))), data);
        bool done;
        (done, returned) = target.call{value: value}(payload);
        require(done, CallFailed(returned));
        emit ExecuteTransaction(txHash, target, value, signature, data, eta);
    }
}
