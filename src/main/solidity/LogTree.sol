// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The Merkle tree of RFC 6962 over SHA-256, and its proofs.
/// @dev The two checks are those of RFC 9162, sections 2.1.3 and 2.1.4, step by step. The Java classes InclusionProof
/// and ConsistencyProof give the same verdicts; a test compares them on valid and on spoiled proofs.
library LogTree {
    /// @return SHA-256(00 || entry)
    function leaf(bytes memory entry) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x00), entry));
    }

    /// @return SHA-256(01 || left || right)
    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x01), left, right));
    }

    /// @return whether the leaf stands at the index of the tree with this size and root
    function includes(uint64 index, uint64 size, bytes32 leafHash, bytes32 root, bytes32[] calldata proof)
        internal
        pure
        returns (bool)
    {
        if (index >= size) {
            return false;
        }
        uint64 first = index;
        uint64 last = size - 1;
        bytes32 hash = leafHash;
        for (uint256 i = 0; i < proof.length; i++) {
            if (last == 0) {
                return false;
            }
            if (first & 1 == 1 || first == last) {
                hash = node(proof[i], hash);
                while (first & 1 == 0 && first != 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, proof[i]);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == root;
    }

    /// @return whether the tree with newSize and newRoot only appends to the one with oldSize and oldRoot
    function extends(uint64 oldSize, bytes32 oldRoot, uint64 newSize, bytes32 newRoot, bytes32[] calldata proof)
        internal
        pure
        returns (bool)
    {
        if (oldSize == 0 || oldSize > newSize) {
            return false;
        }
        if (oldSize == newSize) {
            return proof.length == 0 && oldRoot == newRoot;
        }
        uint64 first = oldSize - 1;
        uint64 last = newSize - 1;
        while (first & 1 == 1) {
            first >>= 1;
            last >>= 1;
        }
        // the smaller tree is one complete subtree, whose root needs no telling
        bool whole = first == 0;
        if (!whole && proof.length == 0) {
            return false;
        }
        bytes32 before = whole ? oldRoot : proof[0];
        bytes32 current = before;
        for (uint256 i = whole ? 0 : 1; i < proof.length; i++) {
            if (last == 0) {
                return false;
            }
            if (first & 1 == 1 || first == last) {
                before = node(proof[i], before);
                current = node(proof[i], current);
                while (first & 1 == 0 && first != 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else {
                current = node(current, proof[i]);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && before == oldRoot && current == newRoot;
    }
}
