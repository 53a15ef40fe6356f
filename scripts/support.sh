#!/usr/bin/env bash
# shellcheck disable=SC2317  # functions that are called by a trap look unreachable to it
#
# What the tests against a running server have in common; sourced, from the repository's folder.

# A developer's own server settings must not steer the test.
for name in "${!TRIBUNE_@}" DATABASE_URL REDIS_URL; do
    unset "$name"
done

say() { printf '%s\n' "$(basename "$0"): $*" >&2; }
die() { say "$@"; exit 1; }

scratch=$(mktemp -d)

finish() {
    local status=$? group
    trap '' INT TERM HUP
    # Each background job leads a process group of its own, with whatever it has started.
    for group in $(jobs -p); do
        kill -TERM -- "-$group" 2>/dev/null || true
    done
    wait
    rm -rf -- "$scratch"
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

can_install() { ((EUID == 0)) && command -v apt-get >/dev/null; }

install() { # install PACKAGE…: with apt-get, saying so
    say "installing $* with apt-get"
    DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >&2
}

serve_demo() { # serve_demo: builds the server and sets origin to where it serves, e.g. http://127.0.0.1:1234
    local target server tries
    cargo build --locked --bin tribune
    target=$(cargo metadata --locked --no-deps --format-version 1 |
        node -p 'JSON.parse(fs.readFileSync(0)).target_directory')
    set -m # background jobs get process groups
    # A folder of its own, with no tribune.toml in it. The log is looked into from now on, whenever the server begins it.
    : >"$scratch/server.log"
    (cd "$scratch" && exec "$target/debug/tribune" serve --demo --listen 127.0.0.1:0) >"$scratch/server.log" 2>&1 &
    server=$!
    origin=
    for ((tries = 0; tries < 600; tries++)); do
        origin=$(sed -n 's|^ *API *\(http://[^ ]*\)/graphql$|\1|p' "$scratch/server.log")
        if [[ -n $origin ]]; then return; fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    die "the server did not start: $(tail -n 20 "$scratch/server.log")"
}

check() { # check COMMAND…: the rest of the test, whose exit code is the script's
    local status=0
    # In the background and waited for, because the shell would otherwise put off a signal until it is done.
    "$@" &
    wait "$!" || status=$?
    if ((status > 0)); then say "the server's last lines:" && tail -n 20 "$scratch/server.log" >&2; fi
    exit "$status"
}
