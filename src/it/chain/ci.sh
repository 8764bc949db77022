#!/usr/bin/env bash
# The contracts: their bytecode is what their sources give, and they do on a chain what they promise. Called by .ci/run;
# needs Java and Maven, and installs Node on a Debian machine that lacks it.
set -euo pipefail
cd "$(dirname "$0")/../../.."

need() {
    command -v "$1" >/dev/null || { apt-get update -qq && apt-get install -y -qq "$2"; }
}
need node nodejs
need npm npm

# The chain itself is an optional package, which npm leaves out without a word where it cannot be had.
npm ci --prefix src/it/chain --ignore-scripts --no-audit --no-fund
test -x src/it/chain/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil

node src/it/chain/build.js --check
mvn -B verify -Pchain
