"""Each page has a picture (`make shots`) and is visited by axe, or stands here with the reason why not."""

import re
from fnmatch import fnmatch
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from bench.shot_list import SHOTS
from tests.browser.stage import visits
from tests.cast import ROLES, Cast
from tests.house.test_guarded_routes import handlers

NO_PAGE = {
    "*.csv": "a file",
    "*.toml": "a file",
    "/api/*": "for programs",
    "/calendars/*": "for programs",
    "/cases/*/attachments/*": "a file",
    "/health/*": "for programs",
    "/live": "a stream",
    "/metrics": "for programs",
    "/static/*": "a file",
}
PARTS = [
    "/cases/count", "/cases/new/customer", "/cases/*/cover", "/cases/*/escalations", "/cases/*/escalations/checklist", "/cases/*/incidents", "/cases/*/known-issues",
    "/cases/*/known-issues/closure", "/cases/*/mentions", "/cases/*/time/bar", "/cases/*/visits", "/customers/*/cases",
    "/engineering-issues/*/tracker", "/incidents/*/silent", "/incidents/*/sources", "/incidents/*/spike", "/known-issues/*/match", "/notices/bell",
    "/search/suggestions", "/views/pinned",
]  # fmt: skip
"""Asked for by pages, and seen on them."""
UNSEEN = {
    "shots": {
        "/cases/*/dialogs": "only a browser without scripts is led there",
        "/cases/*/why/*": "an older decision looks like the newest, which has one",
        "/rules/proposals/*": "the demo's transfers propose no rule that would differ"},
    "axe": {},
}  # fmt: skip


def pattern(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "*", path)


def pages() -> set[str]:
    """The patterns of all addresses that answer with a page of their own."""
    found = {pattern(path) for path, handler in handlers() if "GET" in handler.http_methods}
    return {path for path in found if path not in PARTS and not any(fnmatch(path, kind) for kind in NO_PAGE)}


def photographed() -> list[str]:
    return [shot.route or urlsplit(shot.start).path for shot in SHOTS]


def visited() -> list[str]:
    people = cast(Cast, SimpleNamespace(**{name: SimpleNamespace(name=name, may=lambda _: True) for name in ROLES}))
    return [urlsplit(visit.path).path for visit in visits(people)]


def fits(path: str, page: str) -> bool:
    """Piece by piece, so that a list is not taken for one of its things."""
    asked, given = path.split("/"), page.split("/")
    return len(asked) == len(given) and all(b in ("*", a) for a, b in zip(asked, given, strict=True))


@pytest.mark.parametrize(("way", "seen"), [("shots", photographed()), ("axe", visited())])
def test_every_page_is_seen(way: str, seen: list[str]) -> None:
    excused: dict[str, Any] = UNSEEN[way]
    unseen = {page for page in pages() if not any(fits(path, page) for path in seen)}
    assert unseen == set(excused)


def test_what_is_excused_exists() -> None:
    known = {pattern(path) for path, handler in handlers() if "GET" in handler.http_methods}
    assert set(PARTS) <= known
    assert [kind for kind in NO_PAGE if not any(fnmatch(path, kind) for path in known)] == []
