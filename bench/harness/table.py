"""The tables, in Markdown."""
import json
import statistics

from .places import OPERATIONS

HEAD = ('server', 'req/s', 'p50 ms', 'p99 ms', 'server CPU ms', '× limit_honest', '× best peer', 'PostgreSQL CPU ms', 'together ms',
        '× limit_honest', '× best peer', 'statements', 'memory MB', 'KB')
LOWEST = ('server_ms', 'postgres_ms', 'p50', 'p99', 'statements')


def middle(turns):
    """One row of a server's turns at an operation: what is in the middle, all errors, and what each turn had."""
    row = dict(turns[-1])
    for figure in (*LOWEST, 'requests_per_second', 'busy_cores'):
        row[figure] = round(statistics.median(turn[figure] for turn in turns), 4)
    row['errors'] = sum(turn['errors'] for turn in turns)
    row['turns'] = {figure: [turn[figure] for turn in turns] for figure in LOWEST}
    return row


def lowest(row):
    """The same of the lowest figure of the turns: what else runs on a machine only adds to them."""
    turns = row.get('turns')
    if turns is None:
        return row  # of a pass that kept no turns
    together = min(map(sum, zip(turns['server_ms'], turns['postgres_ms'])))
    return row | {figure: min(row[figure], *had) for figure, had in turns.items()} | {'together': together}


def merge(files):
    """The rows of several passes, of each figure the best: noise only adds."""
    rows = {}
    for file in files:
        for line in open(file):
            row = json.loads(line)
            best = rows.setdefault((row['server'], row['operation']), row)
            best |= {figure: min(best[figure], row[figure]) for figure in LOWEST}
            best['requests_per_second'] = max(best['requests_per_second'], row['requests_per_second'])
            if row is not best:
                for figure, had in row.get('turns', {}).items():
                    best.setdefault('turns', {}).setdefault(figure, []).extend(had)
    return list(rows.values())


def times(value, base):
    return f'{value / base:.2f}' if base else ''


def table(rows):
    rows, out = list(rows), []
    for operation, about in OPERATIONS.items():
        found = [{'together': row['server_ms'] + row['postgres_ms']} | row for row in rows if row['operation'] == operation]
        if not found:
            continue
        limit = next((row for row in found if row['server'] == 'limit_honest'), {})
        peers = [row for row in found if row['is_peer']]
        best = {figure: min((row[figure] for row in peers), default=None) for figure in ('server_ms', 'together')}
        out += ['', f'**{operation}** {about["what"]}', '', '| ' + ' | '.join(HEAD) + ' |', '|---' * len(HEAD) + '|']
        for row in found:
            ratios = {figure: [times(row[figure], limit.get(figure)), times(row[figure], best[figure])] for figure in best}
            cells = [row['server'], f'{row["requests_per_second"]:.0f}', f'{row["p50"]:.1f}', f'{row["p99"]:.1f}', f'{row["server_ms"]:.3f}',
                     *ratios['server_ms'], '' if row['is_sqlite'] else f'{row["postgres_ms"]:.3f}', f'{row["together"]:.3f}', *ratios['together'],
                     '' if row['is_sqlite'] else f'{row["statements"]:.1f}', f'{row["memory"]:.0f}', f'{row["kilobytes"]:.1f}']
            if row['errors']:
                cells[-1] += f' ({row["errors"]} errors)'
            out.append('| ' + ' | '.join(cells) + ' |')
    return '\n'.join(out)
