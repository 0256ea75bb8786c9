"""What a search found, by kind, each with enough beside it to know whether it is meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from ...cases.models import TURNS
from ...cases.queries import CaseLine
from ...catalog.loading import catalogue
from ...platform.search import Hit
from ...platform.time import now, spell
from ..refs import KINDS


@dataclass(frozen=True)
class Found:
    """`why` is which words were found, where neither title nor excerpt shows them."""

    id: str
    ref: str
    url: str
    title: Markup
    hint: str
    excerpt: Markup
    why: list[str]
    boundary: str


@dataclass(frozen=True)
class FoundKind:
    key: str
    words: str
    found: list[Found]


def found_by_kind(hits: Iterable[Hit], cases: Iterable[CaseLine] = ()) -> list[FoundKind]:
    """Kinds in the order of their best hit. `cases` are those among the hits; where no hit is one, they are what was found."""
    lines = {case.id: case for case in cases}
    hits, kinds = list(hits), dict[str, list[Found]]()
    if lines and all(hit.kind != "case" for hit in hits):
        kinds["case"] = [_listed(line) for line in lines.values()]
    for hit in hits:
        kinds.setdefault(hit.kind, []).append(_found(hit, lines))
    return [FoundKind(key, KINDS[key].words, found) for key, found in kinds.items()]


def _found(hit: Hit, lines: Mapping[int, CaseLine]) -> Found:
    kind, line = KINDS[hit.kind], lines.get(hit.object_id) if hit.kind == "case" else None
    shown = "<mark>" in hit.excerpt
    return Found(
        id=f"found-{hit.kind}-{hit.object_id}", ref=kind.ref(hit.object_id), url=kind.url(hit.object_id), title=hit.title,
        hint=_of_case(line) if line else _family(hit.family), excerpt=hit.excerpt if shown else Markup(""),
        why=[] if shown else list(dict.fromkeys([*hit.codes, *hit.words]))[:6], boundary="" if hit.boundary == "everywhere" else hit.boundary,
    )  # fmt: skip


def _listed(line: CaseLine) -> Found:
    title, hint = escape(line.title), _of_case(line)
    return Found(f"found-case-{line.id}", line.ref, line.url, title, hint, Markup(""), [], line.boundary)


def _of_case(line: CaseLine) -> str:
    return f"severity {line.severity} · {line.customer} · {line.family} · {_standing(line)}"


def _standing(line: CaseLine) -> str:
    if line.closed_at is not None:
        return f"closed {spell(now() - line.closed_at)} ago"
    return line.hint or TURNS[line.turn]


def _family(key: str) -> str:
    return known.name if (known := catalogue().families.get(key)) else key
