// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Does what the troupe tells it, under its own address.
contract Player {
    function act(address target, bytes calldata data) external returns (bool done) {
        (done,) = target.call(data);
    }
}

/// Many accounts that act many times in one transaction; an act that its target refuses is passed over.
contract Troupe {
    struct Act {
        uint256 player;
        address target;
        bytes data;
    }

    Player[] public players;

    function hire(uint256 count) external {
        for (uint256 i = 0; i < count; i++) players.push(new Player());
    }

    function play(Act[] calldata acts) external {
        for (uint256 i = 0; i < acts.length; i++) players[acts[i].player].act(acts[i].target, acts[i].data);
    }
}
