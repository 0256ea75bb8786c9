"""Everybody, in pages, and finding somebody among them."""

import re

import asyncpg
import pytest

from escalations.people.models import Person
from escalations.people.routes import listing
from escalations.platform.time import time_at
from tests.cast import Cast
from tests.people.test_people_pages import MONDAY_NOON
from tests.support import browser_of

ROW = re.compile(r'row-link" href="/people/(P-\d+)"')
NEXT = re.compile(r'href="(/people\?[^"]+)" rel="next"')


async def shown(person: Person, url: str) -> tuple[list[str], str]:
    """Whom the page lists, and where it goes on."""
    with time_at(MONDAY_NOON):
        async with browser_of(person) as browser:
            text = (await browser.get(url)).text
    further = NEXT.search(text)
    return ROW.findall(text), further[1].replace("&amp;", "&") if further else ""


async def test_everybody_is_met_once_however_short_the_pages_are(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {cast.ada.id, cast.cleo.id, cast.rex.id}
    await admin.execute("UPDATE person SET shift_start = 0, shift_end = 60 WHERE id = ANY($1)", list(away))
    monkeypatch.setattr(listing, "PAGE", 3)
    met, url = list[str](), "/people"
    while url:
        page, url = await shown(cast.ben, url)
        assert 0 < len(page) <= 3
        met += page
    in_order = sorted(cast.everyone, key=lambda one: (one.id in away, one.name))
    assert met == [one.ref for one in in_order]


async def test_as_many_as_there_are_stand_in_its_head(cast: Cast, admin: asyncpg.Connection) -> None:
    await admin.execute("UPDATE person SET shift_start = 0, shift_end = 60 WHERE id = $1", cast.ada.id)
    await admin.execute("UPDATE person SET disabled_at = now() WHERE id = $1", cast.otto.id)
    with time_at(MONDAY_NOON):
        async with browser_of(cast.ben) as ben:
            text = (await ben.get("/people")).text
    assert "9 people" in text and "8 on shift now" in text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ada", ["ada", "adam"]),
        ("DORA@support", ["dora"]),
        ("duty", ["dora"]),
        ("ada administrator", ["adam"]),
        ("100%", []),
        ("a_a", []),
    ],
)
async def test_somebody_is_found_by_any_of_their_words(cast: Cast, words: str, found: list[str]) -> None:
    listed, _ = await shown(cast.ben, "/people?q=" + words.replace("%", "%25").replace(" ", "+"))
    names = {one.ref: one.name.lower() for one in cast.everyone}
    assert [names[ref] for ref in listed if names[ref] != "readiness"] == found


async def test_somebody_is_found_by_what_they_know(cast: Cast, admin: asyncpg.Connection) -> None:
    await admin.execute("DELETE FROM specialty WHERE person_id <> $1", cast.ben.id)
    assert (await shown(cast.ada, "/people?q=kubernetes"))[0] == [cast.ben.ref]
    assert (await shown(cast.ada, "/people?q=plumbing"))[0] == []


async def test_a_place_that_nobody_is_at_leads_to_an_empty_page(cast: Cast) -> None:
    assert (await shown(cast.ada, "/people?after=999999"))[0] == []
    assert len((await shown(cast.ada, "/people?after=elsewhere"))[0]) == len(cast.everyone)


async def test_all_are_listed_when_nobody_is_on_shift(cast: Cast, admin: asyncpg.Connection) -> None:
    await admin.execute("UPDATE person SET shift_start = 0, shift_end = 60")
    listed, _ = await shown(cast.ada, "/people")
    assert listed == [one.ref for one in sorted(cast.everyone, key=lambda one: one.name)]
