from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from escalations.desk.queries.standstill import dead_ends, unattended
from escalations.routing.roster import Candidate, Shift
from tests.cast import Cast
from tests.desk.scenes import owned, refs_in, unowned
from tests.support import as_person, browser_of

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def candidate(name: str, starts: int, ends: int, **told: object) -> Candidate:
    shift = Shift(start=NOON + timedelta(hours=starts), end=NOON + timedelta(hours=ends))
    usual = {
        "person_id": 1,
        "role": "support_engineer",
        "presence": "available",
        "capacity": 8,
        "clearances": {"public": None},
        "shifts": (shift,),
    }
    return Candidate(name=name, **(usual | told))  # type: ignore[arg-type]


def test_a_queue_is_attended_while_somebody_cleared_works_it() -> None:
    place = ("storage", "public", 3, NOON)
    assert unattended(*place, [candidate("Ada", -2, 2)], NOON) is None
    later = unattended(*place, [candidate("Ada", 5, 9), candidate("Ben", 3, 9)], NOON)
    assert later is not None and later.next == ("Ben", NOON + timedelta(hours=3)) and later.count == 3
    german = unattended(*place, [candidate("Cleo", -2, 2, clearances={"germany": None})], NOON)
    assert german is not None and german.next is None
    assert unattended("rapid_response", "public", 1, NOON, [candidate("Ada", -2, 2)], NOON) is not None, (
        "of another role"
    )


async def test_all_is_well_is_said_calmly(cast: Cast) -> None:
    await owned(cast)
    async with browser_of(cast.dora) as browser:
        html = (await browser.get("/dead-ends")).text
    assert "no dead ends" in html and "checked " in html and "UTC" in html and html.count("None. ") == 3


@pytest.mark.parametrize("name", ["ada", "ben", "cleo", "dora", "rex", "pia", "comm", "remy", "adam", "otto"])
async def test_dead_ends_are_for_who_oversees(cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    async with browser_of(person) as browser:
        assert (await browser.get("/dead-ends")).status_code == (200 if name in ("dora", "adam", "otto") else 404)


async def test_a_case_without_a_way_on_is_found(cast: Cast, admin: asyncpg.Connection) -> None:
    stuck, american, fine = await owned(cast), await owned(cast, "usgov"), await owned(cast)
    await admin.execute(
        "UPDATE clock SET state = 'cancelled', wake_at = NULL WHERE case_id = ANY ($1)", [stuck.id, american.id]
    )
    async with as_person(cast.otto) as db:
        assert [one.ref for one in await dead_ends(db)] == [stuck.ref]
    async with browser_of(cast.dora) as dora, browser_of(cast.otto) as otto:
        html = (await dora.get("/dead-ends")).text
        assert "2 dead ends" in html and "nothing will wake it up" in html and f'id="dead-{fine.ref}"' not in html
        assert american.ref not in (await otto.get("/dead-ends")).text
    await admin.execute("UPDATE support_case SET closed_at = opened_at")


async def test_critical_cases_without_an_owner_stand_out(cast: Cast) -> None:
    critical, german = await unowned(cast, claimed="A"), await unowned(cast, "germany", claimed="A")
    await unowned(cast, claimed="B")
    await owned(cast, claimed="A")
    async with browser_of(cast.otto) as browser:
        html = (await browser.get("/dead-ends")).text
    assert refs_in(html, "critical-unowned") == [critical.ref] and german.ref not in html


async def test_cases_wait_where_nobody_cleared_is_on_shift(cast: Cast, admin: asyncpg.Connection) -> None:
    waiting, german = await unowned(cast), await unowned(cast, "germany")
    asleep = [cast.cleo.id, cast.dora.id]
    await admin.execute("UPDATE person SET shift_days = '{}' WHERE id = ANY ($1)", asleep)
    async with browser_of(cast.dora) as browser:
        html = (await browser.get("/dead-ends")).text
    assert refs_in(html, "unattended-cases") == [german.ref], "Ada and Ben work the other queue"
    assert (
        'href="/queues/storage?view=unowned&amp;boundary=germany"' in html and "nobody who is cleared works it" in html
    )
    assert waiting.ref not in html
