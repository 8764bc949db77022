'use strict';
/*
 * Compiles src/main/solidity and writes interface and bytecode of each contract to src/main/resources/contracts.
 * With --check it writes nothing and fails unless the files there are, byte for byte, what it would write.
 * Needs `npm ci --ignore-scripts` in this directory; downloads nothing itself.
 */
const fs = require('node:fs');
const path = require('node:path');
const solc = require('solc');

const SOURCES = path.resolve(__dirname, '../../main/solidity');
const RESOURCES = path.resolve(__dirname, '../../main/resources/contracts');
const CONTRACTS = ['CheckpointWitness', 'RoyaltyDistributor', 'TestToken'];
/** EIP-170: a larger contract cannot be deployed. */
const LARGEST_CODE_BYTES = 24576;

/** Whatever changes the bytes is fixed here; without a metadata hash, comments and paths do not. */
const SETTINGS = {
    optimizer: { enabled: true, runs: 200 },
    evmVersion: 'cancun',
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
};

function source(name) {
    return fs.readFileSync(path.join(SOURCES, name), 'utf8');
}

function imported(name) {
    try {
        return { contents: name.startsWith('@') ? fs.readFileSync(require.resolve(name), 'utf8') : source(name) };
    } catch (e) {
        return { error: `${name}: ${e.message}` };
    }
}

function compile() {
    const sources = Object.fromEntries(CONTRACTS.map((name) => [`${name}.sol`, { content: source(`${name}.sol`) }]));
    const input = { language: 'Solidity', sources, settings: SETTINGS };
    const output = JSON.parse(solc.compile(JSON.stringify(input), { import: imported }));
    const complaints = (output.errors || []).map((error) => error.formattedMessage);
    if (complaints.length > 0) { // warnings too: none is accepted
        throw new Error(complaints.join('\n'));
    }
    return output.contracts;
}

function resource(name, compiled) {
    const size = compiled.evm.deployedBytecode.object.length / 2;
    if (size > LARGEST_CODE_BYTES) {
        throw new Error(`${name} has ${size} bytes of code; a chain takes ${LARGEST_CODE_BYTES} at most`);
    }
    const file = {
        contract: name,
        compiler: solc.version(),
        abi: compiled.abi,
        bytecode: `0x${compiled.evm.bytecode.object}`,
    };
    return `${JSON.stringify(file, null, 2)}\n`;
}

function isSame(file, text) {
    return fs.existsSync(file) && fs.readFileSync(file).equals(Buffer.from(text, 'utf8'));
}

function main(check) {
    const contracts = compile();
    let different = 0;
    fs.mkdirSync(RESOURCES, { recursive: true });
    for (const name of CONTRACTS) {
        const file = path.join(RESOURCES, `${name}.json`);
        const text = resource(name, contracts[`${name}.sol`][name]);
        const same = isSame(file, text);
        different += same ? 0 : 1;
        if (!check && !same) {
            fs.writeFileSync(file, text);
        }
        console.log(`${name}: ${same ? 'unchanged' : check ? 'DIFFERS from its source' : 'written'}`);
    }
    if (check && different > 0) {
        console.error('Run `node src/it/chain/build.js` and commit what it writes.');
        process.exitCode = 1;
    }
}

main(process.argv.includes('--check'));
