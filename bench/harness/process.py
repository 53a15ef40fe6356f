"""What processes cost, from /proc: exact to a hundredth of a second, whatever the load of the machine."""
import os
import re

TICKS = os.sysconf('SC_CLK_TCK')


def stat(pid):
    """The parent, and the times of user, system, and of both of the children that ended."""
    try:
        text = open(f'/proc/{pid}/stat').read()
    except OSError:
        return None
    fields = text[text.rindex(')') + 2:].split()
    return int(fields[1]), [int(field) for field in fields[11:15]]


def tree(root):
    children = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit() and (found := stat(entry)):
            children.setdefault(found[0], []).append(int(entry))
    pids, waiting = [], [root]
    while waiting:
        pids.append(waiting.pop())
        waiting += children.get(pids[-1], [])
    return pids


def cpu_seconds(root):
    return sum(sum(found[1]) for pid in tree(root) if (found := stat(pid))) / TICKS


def memory_megabytes(root):
    total = 0
    for pid in tree(root):
        try:
            total += int(re.search(r'VmRSS:\s+(\d+)', open(f'/proc/{pid}/status').read())[1])
        except (OSError, TypeError):
            pass  # It has ended, or is a thread of the kernel.
    return total / 1024


def busy_seconds():
    """Of all cores: whether anything else ran beside."""
    times = [int(field) for field in open('/proc/stat').readline().split()[1:9]]
    return (sum(times) - times[3] - times[4]) / TICKS
