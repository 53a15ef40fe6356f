"""Copies Tribune's tables from PostgreSQL to a SQLite file that `tribune migrate up` made: load_sqlite.py DATABASE FILE

Values become what the server itself writes there: ids are bytes, times are RFC 3339 as text with as many digits as needed.
"""
import json
import os
import sqlite3
import subprocess
import sys
from datetime import datetime

# What is referred to goes first, although references are not checked while loading.
TABLES = ['users', 'usernames', 'sessions', 'refresh_tokens', 'tags', 'posts', 'post_slugs', 'post_tags', 'comments', 'post_reactions', 'user_follows']
BATCH = 5_000


def psql(database, statement):
    """The lines that a statement gives, as they come."""
    command = ['psql', '-h', '127.0.0.1', '-p', os.environ.get('PGPORT', '55432'), '-U', 'postgres', '-d', database, '-AtXq',
               '-v', 'FETCH_COUNT=10000', '-c', 'SET search_path = tribune', '-c', statement]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    yield from process.stdout
    if process.wait() != 0:
        raise SystemExit(f'{statement} failed')


def time(text):
    moment = datetime.fromisoformat(text)
    micros = moment.microsecond
    return moment.isoformat(timespec='seconds' if micros == 0 else 'milliseconds' if micros % 1000 == 0 else 'microseconds')


CONVERT = {
    'uuid': lambda text: bytes.fromhex(text.replace('-', '')),
    'bytea': lambda text: bytes.fromhex(text.removeprefix('\\x')),
    'timestamp with time zone': time,
    'boolean': int,
}


def copy(database, connection, table):
    columns = [line.strip().split('|') for line in psql(database, f"SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'tribune' AND table_name = '{table}' ORDER BY ordinal_position")]
    converters = [(name, CONVERT.get(kind, lambda value: value)) for name, kind in columns]
    names, marks = ', '.join(name for name, _ in columns), ', '.join('?' * len(columns))
    insert = f'INSERT INTO {table} ({names}) VALUES ({marks})'
    batch, count = [], 0
    # In the order of the table's first column, the primary key's first: rows then lie as if written one after the other.
    for line in psql(database, f'SELECT to_json(t) FROM {table} t ORDER BY 1'.replace('ORDER BY 1', f'ORDER BY {columns[0][0]}')):
        row = json.loads(line)
        batch.append([None if row[name] is None else convert(row[name]) for name, convert in converters])
        if len(batch) == BATCH:
            connection.executemany(insert, batch)
            count += len(batch)
            batch = []
    connection.executemany(insert, batch)
    print(f'{table} {count + len(batch)}', flush=True)


def main():
    database, file = sys.argv[1:]
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute('PRAGMA synchronous = OFF')
    connection.execute('BEGIN')
    for table in TABLES:
        copy(database, connection, table)
    connection.execute('COMMIT')
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()


main()
