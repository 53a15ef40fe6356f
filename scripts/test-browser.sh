#!/usr/bin/env bash
# shellcheck disable=SC2317  # functions that are called by a trap look unreachable to it
#
# The playground in a real browser: builds it, builds the server with it, and drives a headless Chromium that can reach
# nothing but this machine.
#
#   ./scripts/test-browser.sh
#
# The browser is the one named by TRIBUNE_TEST_CHROMIUM; else an installed Chromium or Chrome; else, as root where there
# is apt-get, Debian's is installed first. TRIBUNE_TEST_SCREENSHOTS names a folder for a picture after each check.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

chromium=${TRIBUNE_TEST_CHROMIUM:-}
screenshots=${TRIBUNE_TEST_SCREENSHOTS:-}
if [[ -n $screenshots ]]; then mkdir -p "$screenshots" && screenshots=$(cd "$screenshots" && pwd); fi

# A developer's own server settings must not steer the test.
for name in "${!TRIBUNE_@}" DATABASE_URL REDIS_URL; do
    unset "$name"
done

say() { printf '%s\n' "test-browser.sh: $*" >&2; }
die() { say "$@"; exit 1; }

scratch=

finish() {
    local status=$? group
    trap '' INT TERM HUP
    # Each background job leads a process group of its own: the browser's processes are in that of its driver.
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

find_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if [[ -z $chromium ]]; then chromium=$(command -v "$name" || true); fi
    done
    [[ -n $chromium ]]
}

if ! find_chromium && ((EUID == 0)) && command -v apt-get >/dev/null; then
    say "installing chromium with apt-get"
    DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >&2
fi
find_chromium || die "not found: chromium or google-chrome; install one, or name it in TRIBUNE_TEST_CHROMIUM"

./scripts/playground.sh >&2 # says what it lacks
(cd tests/browser && npm ci >&2)
cargo build --locked --bin tribune
target=$(cargo metadata --locked --no-deps --format-version 1 |
    node -p 'JSON.parse(fs.readFileSync(0)).target_directory')

scratch=$(mktemp -d)
checks=$PWD/tests/browser/main.js
set -m # background jobs get process groups

# A folder of its own, with no tribune.toml in it. The log is looked into from now on, whenever the server begins it.
: >"$scratch/server.log"
(cd "$scratch" && exec "$target/debug/tribune" serve --demo --listen 127.0.0.1:0) >"$scratch/server.log" 2>&1 &
server=$!
address=
for ((tries = 0; tries < 600; tries++)); do
    address=$(sed -n 's|^ *Playground *\(http://[^ ]*\)$|\1|p' "$scratch/server.log")
    if [[ -n $address ]]; then break; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if [[ -z $address ]]; then die "the server did not start: $(tail -n 20 "$scratch/server.log")"; fi

# In the background and waited for, because the shell would otherwise put off a signal until it is done.
HOME=$scratch node "$checks" "$address" "$chromium" "$scratch/profile" "$screenshots" &
status=0
wait "$!" || status=$?
if ((status > 0)); then say "the server's last lines:" && tail -n 20 "$scratch/server.log" >&2; fi
exit "$status"
