#!/usr/bin/env bash
# shellcheck disable=SC2317  # functions that are called by a trap or by name look unreachable to it
#
# The whole test suite, twice: on SQLite with everything in one process, then the integration tests again on a real
# PostgreSQL and a real Redis. A rule that holds on one database only is a bug, so neither half can be left out.
#
#   ./scripts/test.sh                     everything
#   ./scripts/test.sh comment             only tests with "comment" in their name, in both halves
#   ./scripts/test.sh --nocapture login   whatever `cargo test -- …` takes: all arguments go to the test binaries
#
# Servers, each on its own: the one named by TRIBUNE_TEST_POSTGRES_URL or TRIBUNE_TEST_REDIS_URL; else a throw-away
# one from installed programs; else, as root where there is apt-get, the packages are installed first.
# TRIBUNE_TEST_SOAK_SECONDS is for tests/it/events/soak, which says what for.
# The named PostgreSQL role must be allowed to create databases: every test makes one for itself and drops it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

postgres_url=${TRIBUNE_TEST_POSTGRES_URL:-}
redis_url=${TRIBUNE_TEST_REDIS_URL:-}
soak_seconds=${TRIBUNE_TEST_SOAK_SECONDS:-}

# A developer's own server settings must not steer the tests.
for name in "${!TRIBUNE_@}" DATABASE_URL REDIS_URL; do
    unset "$name"
done
if [[ -n $soak_seconds ]]; then export TRIBUNE_TEST_SOAK_SECONDS=$soak_seconds; fi

say() { printf '%s\n' "test.sh: $*" >&2; }
die() { say "$@"; exit 1; }

# ---------------------------------------------------------------------------------------------------------------------
# Nothing outlives this script, however it ends.

scratch=
our_policy=no

finish() {
    local status=$? groups group tries
    trap '' INT TERM HUP # a second Ctrl-C must not leave the rest behind
    # Every background job leads a process group of its own, so this reaches cargo's compilers and test binaries too.
    # INT as well as TERM, because PostgreSQL waits for its clients on TERM alone.
    groups=$(jobs -p)
    for group in $groups; do
        kill -INT -- "-$group" 2>/dev/null || true
        kill -TERM -- "-$group" 2>/dev/null || true
    done
    for group in $groups; do
        for ((tries = 0; tries < 60; tries++)); do
            kill -0 -- "-$group" 2>/dev/null || break
            if ((tries == 50)); then kill -KILL -- "-$group" 2>/dev/null || true; fi
            sleep 0.1
        done
    done
    if [[ -n $scratch ]]; then rm -rf -- "$scratch"; fi
    if [[ $our_policy == yes ]]; then rm -f /usr/sbin/policy-rc.d; fi
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# ---------------------------------------------------------------------------------------------------------------------
# Finding the servers' programs

find_postgres() { # sets postgres_bin; many systems keep the server's programs out of PATH
    local initdb directory
    postgres_bin=
    initdb=$(command -v initdb || true)
    while read -r directory; do
        if [[ -x $directory/initdb && -x $directory/postgres ]]; then
            postgres_bin=$directory
            return
        fi
    done < <(printf '%s\n' "${initdb%/initdb}" && printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV)
}

find_redis() { # sets redis_server
    redis_server=$(command -v redis-server || true)
}

missing() { # sets needed: the Debian packages for what is neither named nor found
    needed=()
    if [[ -z $postgres_url ]]; then
        find_postgres
        if [[ -z $postgres_bin ]]; then needed+=(postgresql); fi
    fi
    if [[ -z $redis_url ]]; then
        find_redis
        if [[ -z $redis_server ]]; then needed+=(redis-server); fi
    fi
    ((${#needed[@]} > 0))
}

install() { # the programs only: no cluster is made, no service started, now or at the next boot
    local settings=/etc/postgresql-common/createcluster.conf package
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    say "installing $* with apt-get"
    if [[ ! -e /usr/sbin/policy-rc.d ]]; then
        our_policy=yes
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod +x /usr/sbin/policy-rc.d
    fi
    "${apt[@]}" update >&2
    for package in "$@"; do
        if [[ $package == postgresql ]]; then
            # The file that says whether to make a cluster comes with this one; it is read when the server is installed.
            "${apt[@]}" install -y --no-install-recommends postgresql-common >&2
            sed -i 's/^#\? *create_main_cluster *=.*/create_main_cluster = false/' "$settings"
        fi
        "${apt[@]}" install -y --no-install-recommends "$package" >&2
        if [[ $package == redis-server && -d /run/systemd/system ]]; then
            systemctl disable --quiet redis-server >&2
        fi
    done
    if [[ $our_policy == yes ]]; then
        rm -f /usr/sbin/policy-rc.d
        our_policy=no
    fi
}

explain_missing() {
    say "not found, and neither root nor apt-get to install it: ${needed[*]}"
    cat >&2 <<-'HELP'
	The second half of the tests needs a PostgreSQL (initdb and postgres, in PATH or /usr/lib/postgresql/*/bin) and a
	redis-server (in PATH). Install what is missing:
	    Debian, Ubuntu   apt-get install postgresql redis-server
	    Fedora           dnf install postgresql-server redis
	    macOS            brew install postgresql redis
	or name servers that are running:
	    export TRIBUNE_TEST_POSTGRES_URL=postgres://user:password@host:5432/postgres   (a role that may create databases)
	    export TRIBUNE_TEST_REDIS_URL=redis://host:6379/?protocol=resp3
	HELP
    exit 1
}

# ---------------------------------------------------------------------------------------------------------------------
# Throw-away servers

as_owner=(env) # runs a command unchanged, until prepare_scratch finds that it must not run as root

prepare_scratch() {
    local user
    if ((EUID != 0)); then
        scratch=$(mktemp -d "${TMPDIR:-/tmp}/tribune-test.XXXXXX")
        return
    fi
    # PostgreSQL refuses to run as root; /tmp, because another user may not get into root's TMPDIR.
    scratch=$(mktemp -d /tmp/tribune-test.XXXXXX)
    for user in postgres nobody; do
        as_owner=(setpriv --reuid "$user" --regid "$(id -g "$user" 2>/dev/null)" --clear-groups)
        if "${as_owner[@]}" true 2>/dev/null; then
            chown "$user" "$scratch"
            return
        fi
    done
    die "PostgreSQL does not run as root, and setpriv cannot change to another user: run me as an ordinary user"
}

background() { # background COMMAND…: in a process group of its own, so that `finish` can stop all of it
    set -m
    "$@" </dev/null &
    set +m
}

in_scratch() { # from there, because the owner may not be allowed to look into the checkout
    cd "$scratch"
    exec "${as_owner[@]}" "$@"
}

pick_port() { # sets port; below the ports that systems hand out to outgoing connections
    while
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null
    do :; done
}

ready() { # ready PID CHECK…: waits until CHECK holds; fails when the server has died or takes half a minute
    local pid=$1 tries
    shift
    for ((tries = 0; tries < 300; tries++)); do
        kill -0 "$pid" 2>/dev/null || return 1
        if "$@"; then return 0; fi
        sleep 0.1
    done
    return 1
}

postgres_is_ready() { [[ $(sed -n 8p "$scratch/data/postmaster.pid" 2>/dev/null) == ready* ]]; }
redis_is_ready() { grep -q 'Ready to accept connections' "$scratch/redis.log"; }

start_postgres() {
    local attempt locale=C.UTF-8 options
    if [[ $(uname) == Darwin ]]; then locale=en_US.UTF-8; fi # a locale that knows letters beyond ASCII
    (in_scratch "$postgres_bin/initdb" -D "$scratch/data" -U postgres --auth=trust --encoding=UTF8 \
        --locale="$locale" --no-sync) >"$scratch/initdb.log" 2>&1 || die "initdb: $(cat "$scratch/initdb.log")"
    # What it holds is worth nothing after a crash, so it need not wait for the disk.
    options=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300)
    options+=(-c listen_addresses=127.0.0.1 -k "$scratch")
    for attempt in 1 2 3 4 5; do # someone else may take the port first
        pick_port
        background in_scratch "$postgres_bin/postgres" -D "$scratch/data" -p "$port" "${options[@]}" \
            >"$scratch/postgres.log" 2>&1
        if ready "$!" postgres_is_ready; then
            postgres_url=postgres://postgres@127.0.0.1:$port/postgres
            return
        fi
    done
    die "PostgreSQL did not start ($attempt times): $(tail -n 20 "$scratch/postgres.log")"
}

start_redis() {
    local attempt
    for attempt in 1 2 3 4 5; do
        pick_port
        background in_scratch "$redis_server" --port "$port" --bind 127.0.0.1 --dir "$scratch" \
            --save '' --appendonly no >"$scratch/redis.log" 2>&1
        if ready "$!" redis_is_ready; then
            redis_url="redis://127.0.0.1:$port/?protocol=resp3"
            return
        fi
    done
    die "Redis did not start ($attempt times): $(tail -n 20 "$scratch/redis.log")"
}

# ---------------------------------------------------------------------------------------------------------------------
# The two halves

cargo_test() { # cargo_test LOG OPTIONS…: runs the tests; their output is shown and kept
    local log=$1 status=0
    shift
    background tested "$log" "$@"
    # Waited for, because the shell would otherwise put off a signal until cargo is done.
    wait "$!" || status=$?
    return "$status"
}

tested() { cargo test --workspace --locked --no-fail-fast "${@:2}" | tee "$1"; }

count() { # count NAME LOG: one line; fails when no test ran at all
    awk -v name="$1" '
        /^test result:/ { passed += $4; failed += $6 }
        END { printf "%s: %d passed, %d failed\n", name, passed, failed; exit passed + failed == 0 }' "$2"
}

if missing; then
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        install "${needed[@]}"
        if missing; then die "installed, and still not found: ${needed[*]}"; fi
    else
        explain_missing
    fi
fi
prepare_scratch
if [[ -z $postgres_url ]]; then start_postgres; fi
if [[ -z $redis_url ]]; then start_redis; fi

status=0

say "on SQLite, in one process"
cargo_test "$scratch/sqlite.out" -- "$@" || status=1

say "on PostgreSQL and Redis"
export TRIBUNE_TEST_POSTGRES_URL=$postgres_url TRIBUNE_TEST_REDIS_URL=$redis_url
cargo_test "$scratch/postgresql.out" --test it -- "$@" || status=1

# A half without a single test has proved nothing, unless a filter asked for it.
echo
count sqlite "$scratch/sqlite.out" || (($# > 0)) || status=1
count postgresql "$scratch/postgresql.out" || (($# > 0)) || status=1
exit "$status"
