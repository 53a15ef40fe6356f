#!/usr/bin/env bash
# shellcheck disable=SC2317  # functions that are called by a trap look unreachable to it
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

# A developer's own server settings must not steer the test.
for name in "${!TRIBUNE_@}" DATABASE_URL REDIS_URL; do
    unset "$name"
done

say() { printf '%s\n' "test-clients.sh: $*" >&2; }
die() { say "$@"; exit 1; }

scratch=

finish() {
    local status=$? group
    trap '' INT TERM HUP
    # Each background job leads a process group of its own: a client's program is in that of what runs them all.
    for group in $(jobs -p); do
        kill -TERM -- "-$group" 2>/dev/null || true
    done
    wait
    if [[ -n $scratch ]]; then rm -rf -- "$scratch"; fi
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

has_python() { command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null; }

prepare_python() { # sets python: one with gql, or nothing
    python=
    if ! has_python && ((EUID == 0)) && command -v apt-get >/dev/null; then
        say "installing python3-venv with apt-get"
        DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv >&2
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
cargo build --locked --bin tribune
target=$(cargo metadata --locked --no-deps --format-version 1 |
    node -p 'JSON.parse(fs.readFileSync(0)).target_directory')

scratch=$(mktemp -d)
prepare_python
clients=$PWD/tests/clients/main.js
set -m # background jobs get process groups

# A folder of its own, with no tribune.toml in it. The log is looked into from now on, whenever the server begins it.
: >"$scratch/server.log"
(cd "$scratch" && exec "$target/debug/tribune" serve --demo --listen 127.0.0.1:0) >"$scratch/server.log" 2>&1 &
server=$!
address=
for ((tries = 0; tries < 600; tries++)); do
    address=$(sed -n 's|^ *API *\(http://[^ ]*\)$|\1|p' "$scratch/server.log")
    if [[ -n $address ]]; then break; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if [[ -z $address ]]; then die "the server did not start: $(tail -n 20 "$scratch/server.log")"; fi

# In the background and waited for, because the shell would otherwise put off a signal until it is done.
node "$clients" "$address" "$python" &
status=0
wait "$!" || status=$?
if ((status > 0)); then say "the server's last lines:" && tail -n 20 "$scratch/server.log" >&2; fi
exit "$status"
