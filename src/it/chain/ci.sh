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

# The package of the chain itself is named for this platform: behind @foundry-rs/anvil it is an optional one, which npm
# leaves out without a word where it cannot be had.
(cd src/it/chain && npm ci --ignore-scripts)

node src/it/chain/build.js --check
mvn -B verify -Pchain
