"""A finding as a page and a program see it. Pure."""

from dataclasses import dataclass

from .finding import Finding

AROUND = 32


@dataclass(frozen=True)
class Shown:
    """`before` and `after` are the words around the place; `start` and `end` its place as a browser counts, in UTF-16 units."""

    finding: Finding
    before: str
    after: str
    start: int
    end: int


def shown(text: str, findings: list[Finding]) -> list[Shown]:
    return [_shown(text, finding) for finding in findings]


def _shown(text: str, finding: Finding) -> Shown:
    if not finding.is_placed:
        return Shown(finding, "", "", -1, -1)
    before, after = text[: finding.start], text[finding.end :]
    return Shown(
        finding, _last_line(before), after.split("\n")[0][:AROUND], _units(before), _units(text[: finding.end])
    )


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2][-AROUND:]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
