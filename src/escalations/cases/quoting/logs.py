"""Long output of machines: fenced by whoever pasted it, or known by its lines."""

import re

LONG = 20
"""Lines from which output is folded."""
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_OF_A_MACHINE = re.compile(
    r"^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\[?\d{1,2}/\w{3}/\d{4}:|\w{3} +\d{1,2} \d\d:\d\d:\d\d|(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRIT\w*)\b|"
    r"at [\w.$<>]+\(|File \"|Caused by:|\.{3} \d+ more|[IWEF]\d{4} \d\d:|\S+=\S+ \S+=\S+|[\[{(<]|\d+\s+\S+\s+\S+\s+\S+)"
)
MOSTLY = 0.8


def fence_at(lines: list[str], at: int) -> int:
    """The number of lines of the fenced block that begins at `at`, 0 if none does. One that is never closed goes to the end."""
    opened = _FENCE.match(lines[at])
    if not opened:
        return 0
    for index in range(at + 1, len(lines)):
        closed = lines[index].strip()
        if closed.startswith(opened[1]) and not closed.strip(opened[1][0]):
            return index - at + 1
    return len(lines) - at


def output_at(lines: list[str], at: int) -> int:
    """The number of lines of machine output in the paragraph that begins at `at`, 0 if it is none or short."""
    if (at and lines[at - 1].strip()) or not _OF_A_MACHINE.match(lines[at]):
        return 0
    end = at
    while end < len(lines) and lines[end].strip() and not lines[end].startswith(">"):
        end += 1
    of_machines = sum(bool(_OF_A_MACHINE.match(line)) for line in lines[at:end])
    return end - at if end - at >= LONG and of_machines >= MOSTLY * (end - at) else 0
