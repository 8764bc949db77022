'use strict';
/*
 * Compares trees of distributions with those of OpenZeppelin's library: reads lines of JSON, each with the values, root
 * and proofs of a tree, and ends with 1 at the first difference. Prints what it compared.
 */
const readline = require('node:readline');
const { StandardMerkleTree } = require('@openzeppelin/merkle-tree');

const TYPES = ['uint256', 'address', 'address', 'uint256', 'bytes32'];
let same = 0;
let refused = 0;

function check(condition, what) {
    if (!condition) {
        console.error(`differs: ${what}`);
        process.exit(1);
    }
}

/** The hash with its last bit changed. */
function spoil(hash) {
    return hash.slice(0, -1) + (parseInt(hash.slice(-1), 16) ^ 1).toString(16);
}

function verifies(root, value, proof) {
    return StandardMerkleTree.verify(root, TYPES, value, proof);
}

function compare(line) {
    const given = JSON.parse(line);
    const tree = StandardMerkleTree.of(given.values, TYPES);
    check(tree.root === given.root, `root of ${given.values.length} leaves`);
    given.values.forEach((value, i) => {
        const proof = given.proofs[i];
        check(JSON.stringify(tree.getProof(value)) === JSON.stringify(proof), `proof ${i} of ${given.values.length}`);
        check(verifies(given.root, value, proof), `verdict ${i} of ${given.values.length}`);
        same++;
        proof.forEach((hash, j) => {
            check(!verifies(given.root, value, proof.with(j, spoil(hash))), `spoiled proof ${i}, hash ${j}`);
            refused++;
        });
    });
}

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', compare);
lines.on('close', () => {
    check(same > 0, 'nothing was given');
    console.log(`merkle-tree: ${same} proofs the same, ${refused} spoiled ones refused`);
});
