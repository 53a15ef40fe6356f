# Where things are; sourced by the scripts.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$HERE")
WORK=${BENCH_WORK:-/tmp/tribune-bench}
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
DATABASE=${BENCH_DATABASE:-bench}
TRIBUNE=${TRIBUNE:-$TARGET/dist/tribune}
export PGPORT=${PGPORT:-55432}
psql() { command psql -h 127.0.0.1 -U postgres -qX -v ON_ERROR_STOP=1 "$@"; }
