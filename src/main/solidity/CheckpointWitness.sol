// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {LogTree} from "./LogTree.sol";

/// @title Checkpoints of one transparency log, each proved to append to the one before.
/// @notice Not even the anchorer can record a log whose history was rewritten. No proxy, nothing is ever removed.
contract CheckpointWitness is AccessControlDefaultAdminRules {
    bytes32 public constant ANCHORER_ROLE = keccak256("ANCHORER_ROLE");

    /// The admin's rights are handed over in two steps with this time between.
    uint48 private constant ADMIN_DELAY = 2 days;

    /// Sizes and indices of a log go up to 2^63 - 1.
    uint64 private constant LARGEST_SIZE = uint64(type(int64).max);

    struct Anchor {
        uint64 size;
        uint64 time;
    }

    /// SHA-256 of the log's origin without a line feed: which log this is.
    bytes32 public immutable originHash;

    /// @notice Root that is recorded for a size; zero: none.
    mapping(uint64 size => bytes32 root) public rootOf;

    Anchor[] private anchors;

    event CheckpointAnchored(uint64 indexed size, bytes32 indexed root, uint256 index, address anchorer);

    /// The size is not above the last one.
    error NotMonotonic(uint64 latest, uint64 offered);

    /// No log has so many leaves.
    error SizeTooLarge(uint64 offered);

    /// Zero stands for "none" and is not a root.
    error EmptyRoot();

    /// The proof does not show that the tree appends to the last one.
    error Inconsistent();

    constructor(bytes32 originHash_, address admin, address anchorer)
        AccessControlDefaultAdminRules(ADMIN_DELAY, admin)
    {
        originHash = originHash_;
        _grantRole(ANCHORER_ROLE, anchorer);
    }

    /// @notice Records a checkpoint.
    /// @param proof RFC 6962 consistency proof from the last recorded size; empty for the first checkpoint
    function anchor(uint64 size, bytes32 root, bytes32[] calldata proof) external onlyRole(ANCHORER_ROLE) {
        uint256 index = anchors.length;
        uint64 last = index == 0 ? 0 : anchors[index - 1].size;
        if (size <= last) {
            revert NotMonotonic(last, size);
        }
        if (size > LARGEST_SIZE) {
            revert SizeTooLarge(size);
        }
        if (root == bytes32(0)) {
            revert EmptyRoot();
        }
        bool proved = index == 0 ? proof.length == 0 : LogTree.extends(last, rootOf[last], size, root, proof);
        if (!proved) {
            revert Inconsistent();
        }
        anchors.push(Anchor(size, uint64(block.timestamp)));
        rootOf[size] = root;
        emit CheckpointAnchored(size, root, index, msg.sender);
    }

    /// @return size of the last checkpoint, its root and the time of its block; zeroes if there is none
    function latest() external view returns (uint64 size, bytes32 root, uint64 time) {
        uint256 number = anchors.length;
        return number == 0 ? (0, bytes32(0), 0) : anchorAt(number - 1);
    }

    /// @param index from 0, in the order of recording
    function anchorAt(uint256 index) public view returns (uint64 size, bytes32 root, uint64 time) {
        Anchor memory found = anchors[index];
        return (found.size, rootOf[found.size], found.time);
    }

    /// @return number of recorded checkpoints
    function count() external view returns (uint256) {
        return anchors.length;
    }

    /// @notice Whether an entry of the log is covered by a recorded checkpoint.
    /// @param size of a recorded checkpoint
    /// @param index of the entry in the log
    /// @param proof RFC 6962 inclusion proof for that size
    function verifyEntry(uint64 size, uint64 index, bytes32 leafHash, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        bytes32 root = rootOf[size];
        return root != bytes32(0) && LogTree.includes(index, size, leafHash, root, proof);
    }
}
