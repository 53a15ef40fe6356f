#!/usr/bin/env bash
#
# Builds the playground into playground/dist, from where the next `cargo build` takes it into the binary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../playground"

die() { printf '%s\n' "playground.sh: $*" >&2; exit 1; }

command -v node >/dev/null || die "not found: node (Node.js 20.19 or newer; it comes with npm)"
command -v npm >/dev/null || die "not found: npm (it comes with Node.js)"
node -e 'const [major, minor] = process.versions.node.split(".").map(Number)
process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' ||
    die "node is $(node --version); Vite needs 20.19, 22.12 or newer"

npm ci
npm run build
