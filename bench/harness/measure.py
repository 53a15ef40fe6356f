"""One operation of one server under load."""
import json
import os
import re
import subprocess
import time

from . import process
from .data import sql
from .places import HERE, PGDATA, WORK

CALLS = "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'"


def measure(server, operation, sets, arguments):
    file = WORK + '/requests.txt'
    with open(file, 'w') as out:
        for one in sets:
            headers, body = server.request(operation, one)
            out.write('\1'.join(f'{name}: {value}' for name, value in headers.items()) + '\t' + body + '\n')
    environment = dict(os.environ, BENCH_REQUESTS=file, BENCH_PATH=server.path(operation))

    def load(seconds):
        command = ['taskset', '-c', arguments.load_core, 'wrk', '-t1', f'-c{arguments.connections}', f'-d{seconds}s',
                   '--timeout', '20s', '-s', HERE + '/replay.lua', server.url]
        output = subprocess.run(command, env=environment, capture_output=True, text=True)
        found = re.search(r'RESULT (.*)', output.stdout)
        if not found:
            raise SystemExit(output.stdout + output.stderr)
        return json.loads(found[1])

    postgres = int(open(PGDATA + '/postmaster.pid').readline())
    seen = lambda: (process.cpu_seconds(server.process.pid), process.cpu_seconds(postgres), process.busy_seconds(), time.time())
    warm = load(arguments.warm)
    sql('SELECT pg_stat_statements_reset()')
    before = seen()
    result = load(arguments.seconds)
    after = seen()
    server_cpu, postgres_cpu, busy, elapsed = (b - a for a, b in zip(before, after))
    calls, count = int(sql(CALLS)), result['requests']
    errors = result['errors']
    memory = process.memory_megabytes(server.process.pid)
    if operation == 'M1':
        # Refusals come with status 200 too: each request must have left its row.
        written, asked = server.clean(), warm['requests'] + count
        errors += max(0, asked - written)
    return {
        'server': server.name, 'operation': operation, 'requests_per_second': round(count * 1e6 / result['us'], 1),
        'p50': result['p50'], 'p99': result['p99'], 'server_ms': round(server_cpu * 1000 / count, 4),
        'postgres_ms': round(postgres_cpu * 1000 / count, 4), 'statements': round(calls / count, 2), 'memory': round(memory, 1),
        'kilobytes': round(result['bytes'] / count / 1024, 2), 'errors': errors, 'busy_cores': round(busy / elapsed, 2),
        'is_peer': server.is_peer, 'is_sqlite': server.data == 'tribune_sqlite',
    }
