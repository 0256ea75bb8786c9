"""Finished values for the page of a list: templates only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zlib import crc32

from ...catalog.loading import catalogue
from ..narrowing import Link
from ..presenting import hinted
from .columns import COLUMNS
from .groupings import GROUPINGS
from .models import SavedView
from .queries.pages import ListPage, Part
from .shape import PATH, Shape

STANDING = {
    "": "All open",
    "is:mine": "Mine",
    "is:unowned": "Unowned",
    "is:breached": "Breached",
    "is:closed": "Closed",
}
"""Lists that everybody has."""


@dataclass(frozen=True)
class ColumnLine:
    """A column that is shown, or could be: where its links lead. `url` shows or takes it away."""

    key: str
    words: str
    shown: bool
    url: str
    earlier: str = ""


def column_lines(shape: Shape, view: str) -> list[ColumnLine]:
    """Those that are shown, in their order, then the rest."""
    shown = list(shape.columns)
    lines = [
        ColumnLine(key, COLUMNS[key], True, _with(shape, [one for one in shown if one != key], view), _earlier(shape, at, view))
        for at, key in enumerate(shown)
    ]  # fmt: skip
    return lines + [
        ColumnLine(key, words, False, _with(shape, [*shown, key], view))
        for key, words in COLUMNS.items()
        if key not in shown
    ]


def column_choices(shape: Shape) -> list[tuple[str, str, bool]]:
    """Key, words, and whether it is shown: those that are, in their order, then the rest."""
    keys = [*shape.columns, *(key for key in COLUMNS if key not in shape.columns)]
    return [(key, COLUMNS[key], key in shape.columns) for key in keys]


def _with(shape: Shape, columns: Sequence[str], view: str) -> str:
    return replace(shape, columns=tuple(columns)).url(view=view) if columns else ""


def _earlier(shape: Shape, at: int, view: str) -> str:
    if not at:
        return ""
    moved = list(shape.columns)
    moved[at - 1 : at + 1] = reversed(moved[at - 1 : at + 1])
    return _with(shape, moved, view)


def view_tabs(shape: Shape, views: Sequence[SavedView], current: SavedView | None) -> list[Link]:
    plain = replace(shape, q="", group="")
    standing = [
        Link(words, replace(plain, q=q).url(), current is None and shape.q == q) for q, words in STANDING.items()
    ]
    return standing + [Link(view.name, view_url(view), current is not None and current.id == view.id) for view in views]


def view_url(view: SavedView) -> str:
    return f"/cases?view={view.ref}"


def shape_of(view: SavedView) -> Shape:
    return Shape.of({"q": view.words, "group": view.grouping, "order": view.ordering}, view.columns)


def with_hints(page: ListPage, shape: Shape) -> list[Part]:
    return [replace(part, cases=[hinted(case) for case in part.cases]) for part in page.parts]


def group_url(shape: Shape, part: Part) -> str:
    """The cases of one group alone."""
    return replace(shape, q=f"{shape.q} {part.word}".strip(), group="").url() if part.word else ""


@dataclass(frozen=True)
class CountLine:
    """How many cases a list has, or at least; `url` is where that is told which is not known yet."""

    words: str
    id: str = ""
    url: str = ""


def count_line(shape: Shape, listed: ListPage, count: str | None) -> CountLine:
    """The name of its place is that of the words, so that a list of other words does not keep it."""
    if count is not None:
        return CountLine(count)
    return CountLine(
        f"{len(listed.cases)}+", f"count-{crc32(shape.q.encode()):x}", f"{PATH}/count?{urlencode({'q': shape.q})}"
    )


def names() -> dict[str, str]:
    """Of queues and regions, by their keys."""
    known = catalogue()
    return {entry.key: entry.name for entries in (known.queues, known.regions) for entry in entries.values()}


def grouping_choices() -> list[tuple[str, str]]:
    return [("", "No groups"), *((key, f"Grouped by {one.words.lower()}") for key, one in GROUPINGS.items())]
