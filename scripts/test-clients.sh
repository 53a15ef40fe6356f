#!/usr/bin/env bash
#
# Other people's GraphQL clients against the real server: the audits of the GraphQL-over-HTTP specification, Apollo
# Client, urql, graphql-ws, graphql-sse, and gql for Python.
#
#   ./scripts/test-clients.sh
#
# gql needs a python3 that can make environments with pip in them; as root where there is apt-get, Debian's is installed
# first. Where there is none, gql's program is skipped, and the last line says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck source=scripts/support.sh
source scripts/support.sh

has_python() { command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null; }

prepare_python() { # sets python: one with gql, or nothing
    python=
    if ! has_python && can_install; then
        install python3-venv
        hash -r
    fi
    if ! has_python; then
        say "skipping gql: python3 with the modules venv and ensurepip is not there; on Debian, install python3-venv"
        return
    fi
    python3 -m venv "$scratch/python"
    python=$scratch/python/bin/python
    "$python" -m pip install --quiet --disable-pip-version-check --requirement tests/clients/requirements.txt >&2
}

command -v node >/dev/null || die "not found: node; install Node.js 20.11 or newer"
(cd tests/clients && npm ci >&2)
prepare_python
serve_demo
check node tests/clients/main.js "$origin/graphql" "$python"
