"""Where things are, as environment.sh has it."""
import json
import os

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(HERE)
WORK = os.environ.get('BENCH_WORK', '/tmp/tribune-bench')
TARGET = os.environ.get('CARGO_TARGET_DIR', ROOT + '/target')
DATABASE = os.environ.get('BENCH_DATABASE', 'bench')
TRIBUNE = os.environ.get('TRIBUNE', TARGET + '/dist/tribune')
PGPORT = os.environ.get('PGPORT', '55432')
PGDATA = os.environ.get('PGDATA', WORK + '/pg')
# Servers of another folder were built on their own.
PEERS_TARGET = os.environ.get('BENCH_PEERS_TARGET', WORK + '/target')

OPERATIONS = json.load(open(HERE + '/operations.json'))


def expand(text, here, port):
    """Puts the places into a text of a server's description; `here` is the folder that its `servers/` lies in."""
    target = TARGET if here == HERE else PEERS_TARGET
    known = {'$WORK': WORK, '$TARGET': target, '$HERE': here, '$TRIBUNE': TRIBUNE, '$DATABASE': DATABASE, '$PGPORT': PGPORT, '$PORT': str(port)}
    for name, value in known.items():
        text = text.replace(name, value)
    return text
