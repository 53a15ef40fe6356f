#!/usr/bin/env python3
"""Counts the instructions that a request costs (callgrind, user space) and holds them against instructions.json.

Free of the noise of the machine, to a percent or so: what makes a request dearer shows. The numbers kept are those of the
compiler that built them; after a change of it, or one for the better, `--update` writes them anew.
"""
import argparse
import glob
import http.client
import json
import os
import re
import subprocess
import time

from harness.places import HERE, WORK
from harness.server import known
from harness.variables import variables

KEPT = HERE + '/instructions.json'
# Above this much more the run fails.
TOLERANCE = 0.03
# So that everything is warm: documents parsed, statements prepared.
WARM = 20
COUNTED = {'Q0': 400}


class Counter:
    """A server under callgrind."""

    def __init__(self, server):
        self.server = server
        self.file = f'{WORK}/callgrind.{server.name}.{os.getpid()}'
        # Beside one that is being measured.
        server.port += 200
        server.wrapper = ['valgrind', '--tool=callgrind', f'--callgrind-out-file={self.file}', '-q']

    def control(self, switch):
        subprocess.run(['callgrind_control', switch, str(self.server.process.pid)], check=True, capture_output=True)

    def ask(self, operation, sets):
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=120)
        for one in sets:
            headers, body = self.server.request(operation, one)
            headers = {'Content-Type': 'application/json', 'Accept': 'application/json', **headers}
            connection.request('POST', self.server.path(operation), body, headers)
            answer = connection.getresponse().read()
            if b'"errors"' in answer[:200] or b'"data"' not in answer[:200]:
                raise SystemExit(f'{operation}: {answer[:500]}')

    def count(self, operation, sets):
        """Instructions of one request, and the file with the profile."""
        number = COUNTED.get(operation, 80)
        sets = (sets * number)[:WARM + number]
        self.ask(operation, sets[:WARM])
        self.control('--zero')
        self.ask(operation, sets[WARM:])
        before = set(glob.glob(self.file + '.*'))
        self.control('--dump')
        while not (new := set(glob.glob(self.file + '.*')) - before):
            time.sleep(0.1)
        time.sleep(0.5)
        file = new.pop()
        total = re.search(r'^(?:summary|totals): (\d+)', open(file, errors='replace').read(), re.M)
        return round(int(total[1]) / number), file

    def remove_files(self):
        for file in glob.glob(self.file + '*'):
            os.remove(file)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--server', default='tribune', metavar='NAME')
    parser.add_argument('--servers', action='append', default=[], metavar='DIR', help='a further folder of descriptions')
    parser.add_argument('--operations', default='Q0,Q2,Q3', metavar='Q0,Q2,…')
    parser.add_argument('--core', default='0')
    parser.add_argument('--update', action='store_true', help='keep what was counted')
    parser.add_argument('--profile', action='store_true', help='leave the profiles for callgrind_annotate')
    return parser.parse_args()


def main():
    arguments = parse()
    counter = Counter(known(arguments.servers)[arguments.server])
    counted = {}
    try:
        counter.server.start(arguments.core)
        # Few pages: walking there takes its time under callgrind.
        sets = variables(counter.server, 200, pages=(0, 30))
        for operation in arguments.operations.split(','):
            counted[operation], file = counter.count(operation, sets[operation])
            if arguments.profile:
                os.replace(file, f'{WORK}/profile.{arguments.server}.{operation}')
    finally:
        counter.server.stop()
        counter.remove_files()
    everything = json.load(open(KEPT))
    kept = everything.get(arguments.server, {})
    too_many = []
    for operation, number in counted.items():
        change = number / kept[operation] - 1 if operation in kept else 0
        print(f'{operation} {number:>10,}' + (f'  kept {kept[operation]:>10,}  {change:+.1%}' if operation in kept else ''))
        if change > TOLERANCE:
            too_many.append(operation)
    if arguments.update:
        everything[arguments.server] = kept | counted
        with open(KEPT, 'w') as out:
            out.write(json.dumps(everything, indent=2) + '\n')
    elif too_many:
        raise SystemExit(f'more than {TOLERANCE:.0%} above what is kept: {", ".join(too_many)}')


main()
