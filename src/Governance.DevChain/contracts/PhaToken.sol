// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// The migrated token: 18 decimals, votes by delegation (ERC-5805), approvals by signature (ERC-2612).
/// Its clock is the block number, ERC20Votes' default.
contract PhaToken is ERC20, ERC20Permit, ERC20Votes, Ownable {
    error LengthsDiffer(uint256 holders, uint256 amounts);

    constructor(address owner) ERC20("Phala", "PHA") ERC20Permit("Phala") Ownable(owner) {}

    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// Many holders in one transaction; some 30,000 gas each while their balance is new.
    function mintMany(address[] calldata holders, uint256[] calldata amounts) external onlyOwner {
        require(holders.length == amounts.length, LengthsDiffer(holders.length, amounts.length));
        for (uint256 i = 0; i < holders.length; i++) _mint(holders[i], amounts[i]);
    }

    function burn(uint256 amount) external {
        _burn(msg.sender, amount);
    }

    function nonces(address owner) public view virtual override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 amount) internal override(ERC20, ERC20Votes) {
        super._update(from, to, amount);
    }
}
