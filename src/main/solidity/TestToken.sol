// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token without any value, for tests and for the demo on a local chain.
/// @notice Anybody may mint, freeze an address the way issuers of stablecoins can, and make it take a fee.
contract TestToken is ERC20 {
    mapping(address account => bool frozen) public frozen;
    uint256 public fee;

    error Frozen(address account);

    constructor() ERC20("Angklung test rupiah", "tIDR") {}

    /// @return 2: amounts count hundredths
    function decimals() public pure override returns (uint8) {
        return 2;
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function freeze(address account, bool on) external {
        frozen[account] = on;
    }

    /// @param units that every transfer loses
    function setFee(uint256 units) external {
        fee = units;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (frozen[from] || frozen[to]) {
            revert Frozen(frozen[from] ? from : to);
        }
        bool taxed = fee > 0 && amount >= fee && from != address(0) && to != address(0);
        super._update(from, to, taxed ? amount - fee : amount);
        if (taxed) {
            super._update(from, address(0), fee);
        }
    }
}
