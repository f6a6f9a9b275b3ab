// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {PhaToken} from "./PhaToken.sol";

/// The same token with ERC-6372's other clock: timepoints are seconds, so a governor over it counts its delays in seconds too.
contract PhaTimestampToken is PhaToken {
    constructor(address owner) PhaToken(owner) {}

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }
}
