"""A person's place in the roster over HTTP: look, save, and what is refused."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from escalations.people.actions import grant_clearance
from escalations.people.models import Clearance, Person
from escalations.people.queries import clearances_of, specialties_of
from escalations.platform.db import nothing_to_record
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.cast import FAMILIES, Cast
from tests.desk.scenes import owned
from tests.support import as_person, browser_of, run_jobs

OFFICE = {
    "shift_start": "09:00",
    "shift_end": "17:00",
    "time_zone": "Europe/Berlin",
    "capacity": 6,
    "presence": "available",
}


def typed(version: int = 1, level: int = 4, **changes: object) -> dict[str, object]:
    skills = [f"{family}:{level}" for family in FAMILIES]
    return {
        **OFFICE,
        "version": version,
        "days": ["1", "2", "3", "4", "5"],
        "skills": skills,
        "step": "preview",
        **changes,
    }


def mark_in(answer: httpx.Response) -> str:
    found = re.search(r'name="previewed" value="(\w+)"', answer.text)
    return found[1] if found else ""


def words_of(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def stored(cast: Cast) -> Person:
    async with as_person(cast.dora) as db:
        return await db.get_one(Person, cast.ada.id)


async def test_a_lead_looks_and_then_saves(cast: Cast) -> None:
    await owned(cast)
    url = f"/people/{cast.ada.ref}/roster"
    async with browser_of(cast.dora) as browser:
        page = await browser.get(url)
        assert "See what it moves" in page.text and ">Save<" not in page.text
        seen = await browser.submit(url, **typed())
        assert seen.status_code == 200 and "Ada holds 1 open case." in words_of(seen)
        assert 'value="Europe/Berlin"' in seen.text and ">Save<" in seen.text
        assert (await stored(cast)).capacity == 20, "looking saves nothing"
        saved = await browser.submit(url, **typed(step="save", previewed=mark_in(seen)))
        assert saved.status_code == 303 and saved.headers["Location"] == f"/people/{cast.ada.ref}"
        assert "09:00–17:00" in (await browser.get(f"/people/{cast.ada.ref}")).text
    ada = await stored(cast)
    assert (ada.shift_start, ada.shift_end, ada.shift_days, ada.time_zone, ada.capacity) == (
        540,
        1020,
        [1, 2, 3, 4, 5],
        "Europe/Berlin",
        6,
    )
    async with as_person(cast.otto) as db:
        assert (await trail_of(db, cast.ada.subject))[0].action == "RosterChanged"


async def test_what_was_not_looked_at_is_not_saved(cast: Cast) -> None:
    url = f"/people/{cast.ada.ref}/roster"
    async with browser_of(cast.dora) as browser:
        unseen = await browser.submit(url, **typed(step="save"))
        assert unseen.status_code == 422 and "Look again, then save" in unseen.text
        seen = await browser.submit(url, **typed())
        other = await browser.submit(url, **typed(step="save", capacity=3, previewed=mark_in(seen)))
        assert other.status_code == 422 and 'value="3"' in other.text
        assert (
            await browser.submit(url, **typed(step="save", capacity=3, previewed=mark_in(other)))
        ).status_code == 303
    assert (await stored(cast)).capacity == 3


async def test_somebody_elses_save_meanwhile_is_shown_beside_ones_own(cast: Cast) -> None:
    url = f"/people/{cast.ada.ref}/roster"
    async with browser_of(cast.dora) as dora, browser_of(cast.adam) as adam:
        mine, theirs = await dora.submit(url, **typed()), await adam.submit(url, **typed(capacity=11))
        assert (await adam.submit(url, **typed(step="save", capacity=11, previewed=mark_in(theirs)))).status_code == 303
        late = await dora.submit(url, **typed(step="save", previewed=mark_in(mine)))
        assert (
            late.status_code == 409
            and "Saved meanwhile" in late.text
            and "11 units" in late.text
            and 'value="6"' in late.text
        )
        version = re.search(r'name="version" value="(\d+)"', late.text)
        assert version
        again = await dora.submit(url, **typed(int(version[1]), step="save", previewed=mark_in(late)))
        assert again.status_code == 303
    assert (await stored(cast)).capacity == 6


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time_zone": "Berlin"}, "Write a time zone"),
        ({"capacity": 101}, "less than or equal to 100"),
        ({"days": ["8"]}, "Choose days of the week"),
        ({"skills": ["dancing:5"]}, "Choose one of the options"),
        ({"shift_start": "soon"}, ""),
        ({"presence": "asleep"}, "Choose one of the options"),
    ],
)
async def test_a_form_with_errors_keeps_what_was_typed(cast: Cast, wrong: dict[str, object], said: str) -> None:
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit(f"/people/{cast.ada.ref}/roster", **typed(**wrong))
    assert answer.status_code == 422 and said in answer.text and 'id="roster-form"' in answer.text
    assert 'value="17:00"' in answer.text


@pytest.mark.parametrize("name", ["ada", "rex", "pia", "comm", "remy", "otto"])
async def test_only_those_who_keep_the_roster(cast: Cast, name: str) -> None:
    async with browser_of(getattr(cast, name)) as browser:
        assert (await browser.get(f"/people/{cast.ada.ref}/roster")).status_code == 403
        assert (await browser.submit(f"/people/{cast.ada.ref}/roster", **typed())).status_code == 403
        assert "Edit roster" not in (await browser.get(f"/people/{cast.ada.ref}")).text
        for verb in ("disabling", "enabling"):
            assert (await browser.submit(f"/people/{cast.ben.ref}/{verb}")).status_code == 403
        assert (await browser.get(f"/people/{cast.ben.ref}/disabling")).status_code == 403


async def test_skills_are_set_and_taken_away(cast: Cast) -> None:
    url = f"/people/{cast.ada.ref}/roster"
    async with browser_of(cast.adam) as browser:
        fields = typed(skills=["storage:5", *(f"{family}:0" for family in FAMILIES if family != "storage")])
        seen = await browser.submit(url, **fields)
        await browser.submit(url, **{**fields, "step": "save", "previewed": mark_in(seen)})
    async with as_person(cast.dora) as db:
        assert (await specialties_of(db, [cast.ada.id]))[cast.ada.id] == {"storage": 5}


async def test_disabling_says_what_it_strands_and_then_does_it(cast: Cast) -> None:
    await owned(cast, "usgov")
    async with as_person(cast.adam) as db:
        for somebody in (cast.ben, cast.dora, cast.rex):
            for clearance in (await clearances_of(db, [somebody.id]))[somebody.id]:
                if clearance.boundary == "usgov":
                    await db.delete(clearance)

        nothing_to_record(db, "the stage is set before the play")
    url = f"/people/{cast.ada.ref}/disabling"
    async with browser_of(cast.adam) as browser:
        before = words_of(await browser.get(url))
        assert "Ada holds 1 open case." in before
        assert "Disabling strands it: nobody else is cleared for US Government with Storage at level" in before
        assert (await browser.submit(url)).status_code == 303
        assert "disabled" in (await browser.get(f"/people/{cast.ada.ref}")).text
        assert "Nobody may disable themselves" in (await browser.submit(f"/people/{cast.adam.ref}/disabling")).text
        await run_jobs()
        assert (await browser.submit(f"/people/{cast.ada.ref}/enabling")).status_code == 303
    ada = await stored(cast)
    assert ada.disabled_at is None and ada.presence == "offline"


async def test_revoking_a_clearance_says_what_it_moves(cast: Cast) -> None:
    await owned(cast, "usgov")
    async with as_person(cast.adam) as db:
        mine: list[Clearance] = (await clearances_of(db, [cast.ada.id]))[cast.ada.id]
    usgov = next(one for one in mine if one.boundary == "usgov")
    url = f"/people/{cast.ada.ref}/clearances/{usgov.id}/revocation"
    async with browser_of(cast.adam) as browser:
        assert f'href="{url}"' in (await browser.get(f"/people/{cast.ada.ref}")).text
        page = await browser.get(url)
        assert "Revoke the clearance for US Government?" in page.text
        assert "Revoking sends 1 case back to its queue" in words_of(page)
        assert (await browser.get(url.replace(cast.ada.ref, cast.ben.ref))).status_code == 404
        assert (await browser.submit(url)).status_code == 303
    async with browser_of(cast.dora) as browser:
        assert (await browser.get(url)).status_code == 403
    await run_jobs()


async def test_who_takes_no_cases_moves_none(cast: Cast) -> None:
    async with browser_of(cast.adam) as browser:
        assert "takes no cases, so no case moves" in (await browser.get(f"/people/{cast.otto.ref}/disabling")).text


async def test_a_lead_is_told_where_they_see_nothing(cast: Cast) -> None:
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit(f"/people/{cast.rex.ref}/roster", **typed())
        assert "which you are not" not in answer.text
    async with as_person(cast.adam) as db:
        await grant_clearance(db, cast.ada, "france", now() + timedelta(days=365), "screening", by=cast.adam)
    async with browser_of(cast.dora) as browser:
        answer = words_of(await browser.submit(f"/people/{cast.ada.ref}/roster", **typed()))
        assert "Ada is also cleared for France (sovereign), which you are not" in answer
