"""Every page in a language in which each text looks strange: what still looks like English is what somebody wrote, or stands in the
organisation's own files."""

import json
import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path

import asyncpg
import pytest
from babel.dates import get_day_names, get_month_names

from escalations.people.actions import choose_language
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.language import catalogues, environments, reading
from escalations.platform.language.catalogues import Catalogue
from escalations.platform.language.extracting import texts
from escalations.platform.language.markup import READ
from escalations.platform.trail import trail_of
from escalations.platform.web import templates
from tests.browser.stage import set_stage, visits
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRANGE = str.maketrans(LETTERS, "áƀćđéƒǥħíĵķłɱńóƥʠŕśŧúṽŵẋýźÁƁĆĐÉƑǤĦÍĴĶŁṀŃÓƤɊŔŚŦÚṼŴẊÝŹ")
TOLD = frozenset(chr(letter) for letter in STRANGE.values())
KEPT = re.compile(r"(\{[^{}]*\}|</?[a-z]+\d*>|&\w+;)")
PLAIN = re.compile(r"[A-Za-z]{3,}(?:[ '’-][A-Za-z]{2,})*")
FILES = ("routing_rules", "search")
OURS = [
    "Escalations",
    "Ctrl",
    "Esc",
    "Enter",
    "Markdown",
    "Mail",
    "UTC",
    "CEST",
    "CET",
    "Mozilla",
    "python-httpx",
    "test",
    "Berlin",
    "Europe",
    "GitHub",
    "Jira",
    "DevOps",
    "Azure",
    "Prometheus",
]
"""Names that are the same in every language."""
SMALL = re.compile(
    r"\b(the|of|with|for|not|nor|and|or|from|until|without|than|when|which|since|is|are|was|by|to|it|its|that)\b"
)
MADE = frozenset(["event", "notice", "routing_decision", "job"])
"""Tables in which sentences of the program are kept."""
UNTOLD_AT_MOST = 0.01
"""Of all the runs of letters on all pages: sentences put together from pieces that no shape fits."""


class Texts(HTMLParser):
    """What is read on a page, without what people wrote in Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in READ and value]
        if tag not in {
            "input",
            "br",
            "meta",
            "link",
            "img",
            "hr",
            "use",
            "path",
            "rect",
            "circle",
            "line",
            "wbr",
            "source",
        }:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(
            tag in {"script", "style", "code", "kbd", "pre", "textarea"} or "prose" in classes
            for tag, classes in self.open
        ):
            self.found.append(data)


def strange(text: str) -> str:
    return "".join(part if at % 2 else part.translate(STRANGE) for at, part in enumerate(KEPT.split(text)))


@pytest.fixture
def strangely(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    words = Catalogue({text: strange(text) for text in texts()})
    for module in (catalogues, environments, reading):
        monkeypatch.setattr(module, "catalogue", lambda language: words)
    templates.environment_of.cache_clear()
    yield
    templates.environment_of.cache_clear()


async def test_every_page_is_told_whole(cast: Cast, admin: asyncpg.Connection, strangely: None) -> None:
    await set_stage(cast)
    written, own = await _written(admin), await _written(admin, but=MADE)
    seen, untold, halves = 0, dict[str, str](), dict[str, str]()
    for visit in visits(cast):
        async with browser_of(visit.person) as browser:
            answer = await browser.get(visit.path, headers={"Accept-Language": "de"}, follow_redirects=True)
            page = Texts()
            page.feed(answer.text)
        runs = [run for text in page.found for run in PLAIN.findall(" ".join(text.split()))]
        seen += len(page.found)
        untold |= {run: visit.path for run in runs if run.lower() not in written}
        halves |= {text: visit.path for text in page.found if is_half_told(text, own)}
    assert seen > 3_000
    assert len(untold) < UNTOLD_AT_MOST * seen, json.dumps(untold, indent=1)
    assert not halves, json.dumps(halves, indent=1, ensure_ascii=False)


def is_half_told(text: str, own: str) -> bool:
    """A sentence of which a part was told, and beside it words of the other language that are nobody's own."""
    left = [run for run in PLAIN.findall(" ".join(text.split())) if run.lower() not in own]
    return any(letter in TOLD for letter in text) and any(SMALL.search(run) for run in left)


async def _written(admin: asyncpg.Connection, *, but: Collection[str] = ()) -> str:
    """All that people wrote and all that stands in files of the organisation."""
    found = await admin.fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    tables = [name for name in (row["relname"] for row in found) if name not in but]
    rows = [str(await admin.fetch(f'SELECT * FROM "{table}"')) for table in tables]
    files = [
        path.read_text()
        for folder in FILES
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".toml", ".md", ".json"}
    ]
    months = [
        *get_month_names("abbreviated", locale="de").values(),
        *get_day_names("abbreviated", locale="de").values(),
    ]
    return " ".join(" ".join([*rows, *files, *OURS, *months]).replace("_", " ").split()).lower()


async def test_what_people_wrote_is_nobodys_to_translate(cast: Cast) -> None:
    case = await a_case(cast.ada, title="Closed")
    async with browser_of(cast.ada) as browser:
        page = (await browser.get(f"/cases/{case.ref}", headers={"Accept-Language": "de"})).text
        assert '<html lang="de">' in page and '<h1 dir="auto">Closed</h1>' in page and "Interne Notiz" in page
        listed = (await browser.get("/cases", headers={"Accept-Language": "de"})).text
        assert ">Closed</a>" in listed and "Neuer Fall" in listed


async def test_refusals_errors_and_toasts_are_told_too(cast: Cast) -> None:
    case = await a_case(cast.ada)
    german = {"Accept-Language": "de"}
    async with browser_of(cast.ada) as browser:
        browser.headers.update(german)
        assert "Den Fall C-999 gibt es nicht" in (await browser.get("/cases/C-999")).text
        mended = await browser.submit(f"/cases/{case.ref}/notes", htmx=True, text="")
        assert mended.status_code == 422 and "Fill this in" not in mended.text
        told = await browser.submit("/me/presence", htmx=True, presence="away")
        assert "You are away" not in told.headers["HX-Trigger"]
    async with program_of(cast.ada) as program:
        answer = await program.get("/api/cases/C-999", headers=german)
        assert answer.json()["detail"] == "There is no case C-999, or it is not yours to see."


async def test_a_language_is_chosen_once_and_for_oneself_alone(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        ada, ben = await db.get_one(Person, cast.ada.id), await db.get_one(Person, cast.ben.id)
        for _ in range(2):
            await choose_language(db, ada, "de", by=ada)
        with pytest.raises(Refused, match="English, Deutsch"):
            await choose_language(db, ada, "xx", by=ada)
        with pytest.raises(NotAllowed):
            await choose_language(db, ben, "de", by=ada)
    async with as_person(cast.ben) as db:
        assert [row.told for row in await trail_of(db, cast.ada.subject)] == ["reads in de now"]


async def test_the_choice_outlives_the_browsers_wish(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        assert "Deutsch" in (await browser.get("/me", follow_redirects=True)).text
        assert (await browser.submit("/me/language", language="de")).status_code == 303
        assert '<html lang="de">' in (await browser.get("/", headers={"Accept-Language": "en"})).text
        assert (await browser.submit("/me/language", language="")).status_code == 303
        assert '<html lang="en">' in (await browser.get("/", headers={"Accept-Language": "en"})).text
        mended = await browser.submit("/me/language", language="xx")
        assert mended.status_code == 422 and "There are pages in English, Deutsch." in mended.text
        assert "<option selected>xx</option>" in mended.text and "Signed in from" in mended.text
    async with browser_of(None) as stranger:
        assert "Anmelden" in (await stranger.get("/sign-in", headers={"Accept-Language": "de-CH"})).text
