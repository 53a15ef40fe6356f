#!/bin/bash
# Fills Tribune's own schema with the data of the comparison, anew each time: ./load.sh [SCALE] [--sqlite]
#
# SCALE 10 makes 1,000,000 posts and 5,000,000 comments, in the database bench10 unless BENCH_DATABASE says otherwise.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
SCALE=1; SQLITE=
for argument; do
  case $argument in --sqlite) SQLITE=1 ;; *) SCALE=$argument ;; esac
done
[ "$SCALE" = 1 ] || DATABASE=${BENCH_DATABASE:-bench$SCALE}

if ! psql -d "$DATABASE" -c 'SELECT 1 FROM blog.follows LIMIT 1' >/dev/null 2>&1; then
  echo "making the data in $DATABASE, scale $SCALE"
  psql -d postgres -c "CREATE DATABASE $DATABASE" 2>/dev/null || true
  psql -d postgres -c "ALTER DATABASE $DATABASE SET search_path = blog, public" -c "ALTER DATABASE $DATABASE SET timezone = 'UTC'"
  psql -d "$DATABASE" -v scale="$SCALE" -f "$HERE/database/blog.sql" >/dev/null
fi
echo "filling Tribune's schema in $DATABASE"
psql -d "$DATABASE" -c 'DROP SCHEMA IF EXISTS tribune CASCADE' -c 'CREATE SCHEMA tribune' 2>/dev/null
export DATABASE_URL="postgres://postgres@127.0.0.1:$PGPORT/$DATABASE?options=-c%20search_path%3Dtribune"
"$TRIBUNE" migrate up >/dev/null
psql -d "$DATABASE" -f "$HERE/database/tribune.sql" >/dev/null
psql -d "$DATABASE" -At -F ' ' -f "$HERE/database/check.sql" | tee "$WORK/counters.txt"
if grep -qv ' 0$' "$WORK/counters.txt"; then
  echo 'counters differ from what they count' >&2
  exit 1
fi
if [ -n "$SQLITE" ]; then
  FILE=$WORK/$DATABASE.db
  echo "copying it to $FILE"
  rm -f "$FILE" "$FILE-wal" "$FILE-shm"
  DATABASE_URL="sqlite://$FILE" "$TRIBUNE" migrate up >/dev/null
  python3 "$HERE/load_sqlite.py" "$DATABASE" "$FILE"
fi
