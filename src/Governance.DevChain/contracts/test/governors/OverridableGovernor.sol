// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingOverridable} from
    "@openzeppelin/contracts/governance/extensions/GovernorCountingOverridable.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from
    "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {VotesExtended} from "@openzeppelin/contracts/governance/utils/VotesExtended.sol";

/// Holders may vote over their delegates, whose votes then weigh less; executes by itself.
contract OverridableGovernor is Governor, GovernorSettings, GovernorCountingOverridable, GovernorVotesQuorumFraction {
    constructor(VotesExtended token, uint48 votingDelay_, uint32 votingPeriod_, uint256 quorumPercent)
        Governor("OverridableGovernor")
        GovernorSettings(votingDelay_, votingPeriod_, 0)
        GovernorVotes(token)
        GovernorVotesQuorumFraction(quorumPercent)
    {}

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }
}
