#!/usr/bin/env bash
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

# shellcheck source=scripts/support.sh
source scripts/support.sh

find_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if [[ -z $chromium ]]; then chromium=$(command -v "$name" || true); fi
    done
    [[ -n $chromium ]]
}

if ! find_chromium && can_install; then install chromium; fi
find_chromium || die "not found: chromium or google-chrome; install one, or name it in TRIBUNE_TEST_CHROMIUM"

./scripts/playground.sh >&2 # says what it lacks
(cd tests/browser && npm ci >&2)
serve_demo
export HOME=$scratch
check node tests/browser/main.js "$origin/" "$chromium" "$scratch/profile" "$screenshots"
