#!/usr/bin/env python3
"""Measures what a socket costs Tribune, and telling a comment to all who watch its post, beside a bare server. See README.md."""
import argparse
import json
import resource
import statistics
import time

from harness import process
from harness.places import PGDATA, WORK
from harness.subscribers import FanOut, Listeners, Tribune

# Seconds without an answer after which no more are expected.
QUIET = 20
# Files that a process has open beside its sockets.
OTHER_FILES = 500


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('names', nargs='*', default=['tribune_sqlite', 'tribune'], metavar='NAME', help='tribune_sqlite, tribune; both when left out')
    parser.add_argument('--sockets', default='1000,10000', metavar='NUMBER,…')
    parser.add_argument('--deliveries', type=int, default=200_000, metavar='NUMBER', help='of each figure: as many comments as it takes')
    parser.add_argument('--server-core', default='0')
    parser.add_argument('--load-core', default='1')
    parser.add_argument('--out', default=WORK + '/sockets.jsonl', help='rows are appended here')
    return parser.parse_args()


def allow_files(needed):
    """Each process may open as many files as it has sockets, and some more; those started from here inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= needed:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, max(needed, hard)))
    except (OSError, ValueError):
        raise SystemExit(f'{needed} open files are needed, {hard} are allowed: raise `ulimit -Hn`, or ask for fewer --sockets')


def settle(pid):
    """Waits until a process rests, a minute at the most."""
    for _ in range(60):
        before = process.cpu_seconds(pid)
        time.sleep(1)
        if process.cpu_seconds(pid) - before <= 0.02:
            return


class Measuring:
    """One server with so many subscribers."""

    def __init__(self, server, listeners, sockets):
        self.server, self.listeners, self.sockets = server, listeners, sockets
        self.frames, self.sample = set(), None

    def cpu(self):
        postgres = int(open(PGDATA + '/postmaster.pid').readline()) if self.server.uses_postgresql else None
        return process.cpu_seconds(self.server.pid), process.cpu_seconds(postgres) if postgres else 0

    def told(self, comments):
        """Has comments told to all: what came, and when."""
        asked, answered, refused = self.server.tell(comments)
        wanted = (comments - len(refused)) * self.sockets
        heard = self.listeners.ask(f'await {wanted} {QUIET}')
        if heard['answers']:
            self.frames.add(heard['bytes'] / heard['answers'])
            self.sample = heard['sample']
        trouble = [f'{heard["answers"]} of {wanted} came'] if heard['answers'] != wanted else []
        trouble += [f'{len(refused)} of {comments} comments were refused: {refused[0]}'] if refused else []
        trouble += [f'{count} × {text}' for text, count in heard['other'].items()]
        # Each of these has left; the others stay.
        self.sockets -= sum(heard['other'].values())
        return heard['answers'], asked, answered, heard['last'], trouble

    def figures(self, rounds):
        """What a delivery costs over some rounds of so many comments each; the last is the one in which something was lost."""
        settle(self.server.pid)
        before, found = self.cpu(), []
        for comments in rounds:
            found.append(self.told(comments))
            if found[-1][-1]:
                break
        server, postgres = (b - a for a, b in zip(before, self.cpu()))
        count = sum(answers for answers, *_ in found)
        last = [(last - asked, last - answered) for answers, asked, answered, last, _ in found if answers]
        if not count:
            return {'trouble': found[-1][-1]}
        return {
            'comments': sum(rounds[:len(found)]), 'deliveries': count,
            'server_us': round(server * 1e6 / count, 2), 'postgres_us': round(postgres * 1e6 / count, 2),
            'per_core': round(count / max(server, 0.01)), 'asked_ms': round(statistics.median(pair[0] for pair in last) * 1e3, 1),
            'answered_ms': round(statistics.median(pair[1] for pair in last) * 1e3, 1), 'trouble': found[-1][-1],
        }


def measure(server, sockets, arguments):
    """The row of one server with so many subscribers."""
    listeners, memory = None, lambda: round(process.memory_megabytes(server.pid), 2)
    server.start(arguments.server_core)
    try:
        server.tell(1)
        settle(server.pid)
        row = {'server': server.name, 'sockets': sockets, 'before': memory()}
        listeners = Listeners(server, sockets, arguments.load_core)
        opened = listeners.heard()
        settle(server.pid)
        row |= {'open': memory(), 'trouble': [f'{count} × {text}' for text, count in opened['other'].items()]}
        listeners.ask('subscribe')
        settle(server.pid)
        row['subscribed'] = memory()
        measuring = Measuring(server, listeners, opened['open'])
        # Not counted: what is made once is made now.
        row['trouble'] += measuring.told(1)[-1]
        comments = max(3, arguments.deliveries // sockets)
        row['one by one'] = measuring.figures([1] * comments)
        row['at once'] = measuring.figures([comments])
        row['after'] = memory()
        return row, measuring
    finally:
        if listeners:
            listeners.stop()
        server.stop()


def line(cells):
    return '| ' + ' | '.join(cells) + ' |'


def table(rows):
    out = [line(('server', 'sockets', 'MB without', 'MB open', 'MB subscribed', 'MB at the end', 'KB a socket', 'KB with its subscription')), '|---' * 8 + '|']
    for row in rows:
        each = lambda figure: f'{(row[figure] - row["before"]) * 1024 / row["sockets"]:.1f}'
        megabytes = [f'{row[figure]:.0f}' for figure in ('before', 'open', 'subscribed', 'after')]
        out.append(line([row['server'], f'{row["sockets"]:,}', *megabytes, each('open'), each('subscribed')]))
    out += ['', line(('server', 'sockets', 'comments', '', 'server CPU µs a delivery', '× fan_out', 'deliveries/s of one core',
                      'PostgreSQL CPU µs', 'ms from the mutation to the last', 'ms from its answer')), '|---' * 10 + '|']
    notes = []
    for row in rows:
        notes += [f'* {row["server"]}, {row["sockets"]:,} sockets: {text}' for text in row['trouble']]
        bare = next((other for other in rows if other['server'] == 'fan_out' and other['sockets'] == row['sockets']), {})
        for way in ('one by one', 'at once'):
            found = row[way]
            notes += [f'* {row["server"]}, {row["sockets"]:,} sockets, {way}: {text}' for text in found['trouble']]
            if 'deliveries' in found:
                times = found['server_us'] / max(bare[way]['server_us'], 0.01) if 'deliveries' in bare.get(way, {}) else None
                postgres = f'{found["postgres_us"]:.1f}' if row['server'] == 'tribune' else ''
                out.append(line([row['server'], f'{row["sockets"]:,}', f'{found["comments"]:,}', way,
                                 f'{found["server_us"]:.1f}', f'{times:.2f}' if times else '', f'{found["per_core"]:,}',
                                 postgres, f'{found["asked_ms"]:.0f}', f'{found["answered_ms"]:.0f}']))
    return '\n'.join(out + ([''] + notes if notes else []))


def main():
    arguments = parse()
    sizes = [int(size) for size in arguments.sockets.split(',')]
    allow_files(max(sizes) + OTHER_FILES)
    rows, fan_out = [], FanOut()
    for sockets in sizes:
        lengths = {}
        for server in [*map(Tribune, arguments.names), fan_out]:
            row, measuring = measure(server, sockets, arguments)
            lengths[server.name] = measuring.frames
            if measuring.sample and server is not fan_out:
                fan_out.repeat(measuring.sample)
            rows.append(row | {'frame_bytes': sorted(measuring.frames)})
            print(json.dumps(rows[-1]), flush=True)
            with open(arguments.out, 'a') as out:
                out.write(json.dumps(rows[-1]) + '\n')
        # All frames of all servers are of one length: ids and numbers are.
        if len(set().union(*lengths.values())) > 1:
            raise SystemExit(f'the servers do not say the same: bytes of a frame {lengths}')
    print(table(rows))


main()
