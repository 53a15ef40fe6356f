"""Whether all servers return the same data: what is measured must be the same work."""
import json
from datetime import datetime

from . import ids
from .places import OPERATIONS
from .variables import variables

SETS = 12


def normal(value, unwrap, key=None):
    """Data in one form: times as instants, ids as numbers, cursors by their presence, single fields without their wrapping."""
    if isinstance(value, dict):
        if len(value) == 1 and (only := next(iter(value))) in unwrap:
            return normal(value[only], unwrap, key)
        return {name: normal(child, unwrap, name) for name, child in value.items()}
    if isinstance(value, list):
        return [normal(child, unwrap) for child in value]
    if key in ('cursor', 'endCursor'):
        return value is not None
    if key in ('publishedAt', 'createdAt'):
        return round(datetime.fromisoformat(value).timestamp() * 1000)
    if key == 'id':
        return ids.number(str(value))
    return int(value) if key and key.endswith('Count') else value


def difference(one, other, place='data'):
    """The first place where two differ, in words; empty when nowhere."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next((found for key in one if (found := difference(one[key], other[key], f'{place}.{key}'))), '')
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next((found for index, pair in enumerate(zip(one, other)) if (found := difference(*pair, f'{place}[{index}]'))), '')
    return '' if one == other else f'{place}: {one!r:.200} / {other!r:.200}'


def answers(server, operations, core):
    server.start(core)
    try:
        sets, found = variables(server, 400, 7), {}
        for operation in filter(server.has, operations):
            found[operation] = []
            for one in sets[operation][:SETS]:
                data = normal(server.call(operation, one), set(server.description.get('unwrap', [])))
                if operation == 'M1':  # These are new each time.
                    del data['addComment']['id'], data['addComment']['createdAt']
                found[operation].append({} if operation == 'Q0' else data)
        if 'M1' in found:
            server.clean()
        return found
    finally:
        server.stop()


def check(servers, core, operations=tuple(OPERATIONS)):
    """Holds all against the first."""
    first, same = answers(servers[0], operations, core), True
    print('reference', servers[0].name, {name: f'{len(json.dumps(data))} bytes' for name, data in first.items()}, flush=True)
    for server in servers[1:]:
        found = answers(server, operations, core)
        common = [name for name in found if name in first]
        for name in common:
            if found[name] != first[name]:
                same = False
                print(f'DIFFERENT {server.name} {name} {difference(first[name], found[name])}')
        print('check', server.name, {name: found[name] == first[name] for name in common}, flush=True)
    return same
