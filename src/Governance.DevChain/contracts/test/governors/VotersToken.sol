// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VotesExtended} from "@openzeppelin/contracts/governance/utils/VotesExtended.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {PhaToken} from "../../PhaToken.sol";

/// A token for every generation of governors: either clock, past balances and delegates for overriding votes, and Compound's name for past votes.
contract VotersToken is PhaToken, VotesExtended {
    bool private immutable _countsSeconds;

    constructor(address owner, bool countsSeconds) PhaToken(owner) {
        _countsSeconds = countsSeconds;
    }

    function getPriorVotes(address account, uint256 timepoint) external view returns (uint256) {
        return getPastVotes(account, timepoint);
    }

    function clock() public view override returns (uint48) {
        return _countsSeconds ? Time.timestamp() : Time.blockNumber();
    }

    function CLOCK_MODE() public view override returns (string memory) {
        return _countsSeconds ? "mode=timestamp" : "mode=blocknumber&from=default";
    }

    function nonces(address owner) public view override(PhaToken, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _delegate(address account, address delegatee) internal override(Votes, VotesExtended) {
        super._delegate(account, delegatee);
    }

    function _transferVotingUnits(address from, address to, uint256 amount) internal override(Votes, VotesExtended) {
        super._transferVotingUnits(from, to, amount);
    }

    function _getVotingUnits(address account) internal view override(Votes, ERC20Votes) returns (uint256) {
        return super._getVotingUnits(account);
    }
}
