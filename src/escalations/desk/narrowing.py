"""How the list of a queue is narrowed: read from the address, counted from the tallies, written back as links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ..cases.models import SEVERITIES
from ..cases.queries import Tally
from ..catalog.loading import catalogue
from ..platform.errors import id_of

VIEWS = {
    "everything": "Everything",
    "unowned": "Unowned",
    "ours": "Our turn",
    "waiting": "Waiting",
    "snoozed": "Snoozed",
}
_SIDES = {"ours": "us", "waiting": "others", "snoozed": "asleep"}


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Narrowing:
    """What is empty does not narrow."""

    view: str = "everything"
    severity: str = ""
    boundary: str = ""
    family: str = ""
    covered: bool = False
    late: bool = False
    owner: int | None = None

    @classmethod
    def of(cls, words: Mapping[str, str]) -> "Narrowing":
        view, severity, owner = words.get("view", ""), words.get("severity", ""), words.get("owner", "")
        return cls(
            view=view if view in VIEWS else "everything", severity=severity if severity in SEVERITIES else "",
            boundary=words.get("boundary", ""), family=words.get("family", ""), covered=words.get("covered") == "1",
            late=words.get("late") == "1", owner=id_of(owner, "P") if owner else None,
        )  # fmt: skip

    @property
    def side(self) -> str:
        return _SIDES.get(self.view, "")

    def url(self, path: str, **more: str) -> str:
        told = {
            "view": "" if self.view == "everything" else self.view, "severity": self.severity, "boundary": self.boundary, "family": self.family,
            "covered": "1" if self.covered else "", "late": "1" if self.late else "", "owner": f"P-{self.owner}" if self.owner else "", **more,
        }  # fmt: skip
        words = urlencode({name: value for name, value in told.items() if value})
        return f"{path}?{words}" if words else path

    def chosen(self, tallies: Iterable[Tally]) -> list[Tally]:
        """The owner is not asked: tallies are already those of the owner. In one expression, since a page asks it of thousands."""
        unowned, side, covered, late = self.view == "unowned", self.side, self.covered, self.late
        severity, boundary, family = self.severity, self.boundary, self.family
        return [
            tally
            for tally in tallies
            if (not unowned or tally.unowned)
            and (not side or side == tally.side)
            and (not severity or severity == tally.severity)
            and (not boundary or boundary == tally.boundary)
            and (not family or family == tally.family)
            and (not covered or tally.covered)
            and (not late or tally.late)
        ]

    def count(self, tallies: Iterable[Tally]) -> int:
        return sum(tally.count for tally in self.chosen(tallies))


def tabs(now: Narrowing, tallies: list[Tally], path: str) -> list[Link]:
    turned = [(label, replace(now, view=view)) for view, label in VIEWS.items()]
    return [Link(label, there.url(path), there == now, there.count(tallies)) for label, there in turned]


def chips(now: Narrowing, tallies: list[Tally], path: str, me: int | None) -> list[Link]:
    """Only what would change the list, and what is chosen, whose link takes it away. `me` is None for who owns no cases."""
    offered = [_chip(now, tallies, path, label, field, value) for label, field, value in _choices(tallies)]
    return [chip for chip in offered if chip.count or chip.current] + _owners(now, path, me)


def _choices(tallies: list[Tally]) -> Iterable[tuple[str, str, Any]]:
    yield "breached", "late", True
    yield from ((f"severity {letter}", "severity", letter) for letter in SEVERITIES)
    yield "covered", "covered", True
    for field, names in (("boundary", catalogue().boundaries), ("family", catalogue().families)):
        values = sorted({getattr(tally, field) for tally in tallies})
        if len(values) > 1:
            yield from ((names[value].name if value in names else value, field, value) for value in values)


def _chip(now: Narrowing, tallies: list[Tally], path: str, label: str, field: str, value: Any) -> Link:
    chosen = getattr(now, field) == value
    there = replace(now, **{field: type(value)() if chosen else value})
    return Link(label, there.url(path), chosen, (now if chosen else there).count(tallies))


def _owners(now: Narrowing, path: str, me: int | None) -> list[Link]:
    if now.owner is not None:
        return [
            Link("mine" if now.owner == me else f"owned by P-{now.owner}", replace(now, owner=None).url(path), True)
        ]
    return [Link("mine", replace(now, owner=me).url(path), False)] if me is not None and now.view != "unowned" else []
