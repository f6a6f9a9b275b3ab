// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// An ERC-1271 wallet that answers as no wallet should. Only an exact 32-byte word, the magic value padded with zeros, is a yes.
contract HostileWallet {
    enum Habit {
        Reverts,
        NeverReturns,
        RepliesWithAMegabyte,
        RepliesWithFourBytes,
        RepliesWithADirtyWord,
        RepliesWithTwoWords,
        RepliesWithNothing,
        RepliesWithAnotherMagic
    }

    // isValidSignature(bytes32,bytes), padded to a word.
    bytes32 private constant MAGIC = 0x1626ba7e00000000000000000000000000000000000000000000000000000000;

    Habit public immutable habit;

    error Refused();

    constructor(Habit habit_) {
        habit = habit_;
    }

    function isValidSignature(bytes32, bytes calldata) external view {
        if (habit == Habit.Reverts) revert Refused();
        if (habit == Habit.NeverReturns) while (gasleft() >= 0) {}
        if (habit == Habit.RepliesWithAMegabyte) _reply(MAGIC, 1 << 20);
        if (habit == Habit.RepliesWithFourBytes) _reply(MAGIC, 4);
        if (habit == Habit.RepliesWithADirtyWord) _reply(MAGIC | bytes32(uint256(1)), 32);
        if (habit == Habit.RepliesWithTwoWords) _reply(MAGIC, 64);
        if (habit == Habit.RepliesWithAnotherMagic) _reply(bytes32(bytes4(0x20c13b0b)), 32);
    }

    function _reply(bytes32 word, uint256 length) private pure {
        assembly ("memory-safe") {
            let reply := mload(0x40)
            mstore(reply, word)
            mstore(add(reply, 32), 0)
            return(reply, length)
        }
    }
}
