'use strict';

// Judges notes and inclusion with @sigstore/verify, which Angklung did not write. It knows no consistency proofs and
// no cosignatures.
//
// Usage: node verify.js DIRECTORY. In it are the files "keys" and "cases" that ../go/verify.go describes. For each case
// it writes a line, "accept" or "refuse" and why.

const fs = require('fs');
const path = require('path');
const { crypto } = require('@sigstore/core');
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');

const ED25519 = Buffer.from('302a300506032b6570032100', 'hex'); // what is before the key in DER

function lines(name) {
  return fs.readFileSync(path.join(process.argv[2], name), 'utf8').trimEnd().split('\n').map((line) => line.split(' '));
}

function decode(text) {
  return Buffer.from(text, 'base64');
}

function authority(vkey) {
  const at = vkey.indexOf('+');
  const key = decode(vkey.slice(at + 10)).subarray(1);
  return {
    baseURL: vkey.slice(0, at),
    logID: Buffer.concat([Buffer.from(vkey.slice(at + 1, at + 9), 'hex'), Buffer.alloc(28)]),
    publicKey: crypto.createPublicKey(Buffer.concat([ED25519, key])),
  };
}

function judge(authorities, [kind, note, index, entry, hashes]) {
  const claim = {
    canonicalizedBody: decode(entry || ''),
    inclusionProof: {
      logIndex: index,
      hashes: !hashes || hashes === '-' ? [] : hashes.split(',').map(decode),
      checkpoint: { envelope: decode(note).toString('utf8') },
    },
  };
  const checkpoint = verifyCheckpoint(claim, authorities);
  if (checkpoint.origin !== authorities[0].baseURL) {
    throw new Error(`a checkpoint of ${checkpoint.origin}`);
  }
  if (kind === 'inclusion') {
    verifyMerkleInclusion(claim, checkpoint);
  }
}

const authorities = lines('keys').filter(([kind]) => kind === 'log').map(([, vkey]) => authority(vkey));
for (const words of lines('cases')) {
  if (words[0] !== 'note' && words[0] !== 'inclusion') {
    throw new Error(`unknown case ${words[0]}`);
  }
  let verdict = 'accept';
  try {
    judge(authorities, words);
  } catch (e) {
    verdict = `refuse ${e.message.replaceAll('\n', ' ')}`;
  }
  console.log(verdict);
}
