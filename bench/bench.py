#!/usr/bin/env python3
"""Measures GraphQL servers side by side, on the same data, after showing that they return the same. See README.md."""
import argparse
import json

from harness.equality import check
from harness.measure import measure
from harness.places import OPERATIONS, WORK
from harness.server import known
from harness.table import lowest, merge, middle, table
from harness.variables import variables


DEFAULT = ['tribune', 'limit_honest', 'mercurius']


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('names', nargs='*', metavar='NAME', help=f'servers, by the names of their descriptions; {", ".join(DEFAULT)} when left out')
    parser.add_argument('--servers', action='append', default=[], metavar='DIR', help='a further folder of descriptions')
    parser.add_argument('--operations', default=','.join(name for name in OPERATIONS if name != 'Q5'), metavar='Q0,Q1,…')
    parser.add_argument('--rounds', type=int, default=3, help='turns that each server has at each operation')
    parser.add_argument('--seconds', type=int, default=4, help='of measuring in each turn')
    parser.add_argument('--warm', type=int, default=1, metavar='SECONDS', help='of load before each turn')
    parser.add_argument('--connections', type=int, default=32)
    parser.add_argument('--pages', default='0-100', metavar='FIRST-LAST', help='pages of the feed at which Q2 and Q3 begin')
    parser.add_argument('--server-core', default='0')
    parser.add_argument('--load-core', default='1')
    parser.add_argument('--out', default=WORK + '/results.jsonl', help='rows are appended here; of --table: files, with commas between')
    parser.add_argument('--check', action='store_true', help='only show that the servers return the same')
    parser.add_argument('--no-check', action='store_true', help='measure without having shown it')
    parser.add_argument('--lowest', action='store_true', help='print tables of the lowest figure of the turns too: on a machine that others use, what is in the middle says more of them')
    parser.add_argument('--table', action='store_true', help='only print the tables of the rows kept in --out, the best figures of all passes')
    return parser.parse_args()


def main():
    arguments = parse()
    if arguments.table:
        rows = merge(arguments.out.split(','))
        return show([row for row in rows if not arguments.names or row['server'] in arguments.names], arguments)
    servers = known(arguments.servers)
    chosen = [servers[name] for name in arguments.names or DEFAULT]
    operations = arguments.operations.split(',')
    if not arguments.no_check:
        # A peer is the reference: what Tribune returns is what is to be shown.
        first = [server for server in chosen if server.is_peer][:1] or [servers['mercurius']]
        if not check(first + [server for server in chosen if server not in first], arguments.server_core, operations):
            raise SystemExit('the servers do not return the same')
    if arguments.check:
        return
    rows = []
    try:
        for row in measured(chosen, operations, arguments):
            rows.append(row)
            line = json.dumps(row)
            print(line, flush=True)
            with open(arguments.out, 'a') as out:
                out.write(line + '\n')
    finally:
        for server in chosen:
            server.stop()
    show(rows, arguments)


def show(rows, arguments):
    print(table(rows))
    if arguments.lowest:
        print('\n# The lowest of the turns\n' + table(map(lowest, rows)))


def measured(servers, operations, arguments):
    """All servers are there and take turns: a machine that is slower for a minute is slower for all of them."""
    pages = tuple(map(int, arguments.pages.split('-')))
    for server in servers:
        server.start(arguments.server_core)
    sets = {server.name: variables(server, 2_000, pages=pages) for server in servers}
    for server in servers:
        server.rest()
    for operation in operations:
        turns = {}
        for _ in range(arguments.rounds):
            for server in servers:
                if server.has(operation):
                    server.go_on()
                    turn = measure(server, operation, sets[server.name][operation], arguments)
                    server.rest()
                    turns.setdefault(server.name, []).append(turn)
        yield from map(middle, turns.values())


main()
