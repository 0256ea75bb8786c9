"""New gaps are told to the duty lead, once."""

from datetime import timedelta

import pytest

from escalations.coverage.actions import add_absence
from escalations.coverage.spans import Span
from escalations.coverage.sweeps import sweep_gaps
from escalations.people.models import Person
from escalations.people.queries import notices_of
from escalations.platform.time import now, time_at
from tests.cast import Cast
from tests.coverage.scenes import NOW, a_rotation, at
from tests.support import as_person, as_system

pytestmark = pytest.mark.usefixtures("monday")


async def look(boundary: str = "public") -> int:
    async with as_system(boundary) as db:
        return await sweep_gaps(db, now())


async def told(person: Person) -> list[str]:
    async with as_person(person) as db:
        return [notice.text for notice in await notices_of(db, person)]


async def test_before_the_first_rotation_nothing_is_asked(cast: Cast) -> None:
    assert await look() == 0 and await told(cast.dora) == []


async def test_a_gap_is_told_once_and_a_new_one_anew(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada, cast.ben])
    await look()
    before = len(await told(cast.dora))
    assert await look() == 0
    async with as_person(cast.ben) as db:
        await add_absence(db, cast.ben, Span(at(23), at(23, 20)), "sick", by=cast.ben)
    assert await look() == 2, "storage, and networking on a weekday"
    notices = await told(cast.dora)
    assert len(notices) == before + 1 and "Storage, around the clock" in notices[0] and "2 new gaps" in notices[0]
    with time_at(NOW + timedelta(hours=26)):
        assert await look() == 0, (
            "one that has begun, and the last day that has come nearer, is no news while it is covered"
        )
    assert len(await told(cast.dora)) == before + 1


async def test_who_may_not_see_a_place_hears_nothing_of_it(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada], "usgov", hours={"days": (1,)})
    assert await look("usgov") > 0
    assert any("US Government" in text for text in await told(cast.dora))
    assert await told(cast.cleo) == []
