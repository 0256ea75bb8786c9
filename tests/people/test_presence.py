import pytest

from escalations.people.actions import set_presence
from escalations.people.models import Person
from escalations.platform.errors import Refused
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person, browser_of


async def test_presence_changes_once_and_is_told(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        ada = await db.get_one(Person, cast.ada.id)
        for _ in range(2):
            await set_presence(db, ada, "away", by=ada)
        with pytest.raises(Refused, match="available, busy, away, offline"):
            await set_presence(db, ada, "asleep", by=ada)
    async with as_person(cast.ben) as db:
        assert [row.told for row in await trail_of(db, cast.ada.subject)] == ["is away (was available)"]


async def test_presence_is_ones_own(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        assert (await browser.submit("/me/presence", presence="busy")).status_code == 303
        answer = await browser.submit("/me/presence", htmx=True, presence="away")
        assert answer.status_code == 200 and "presence-away" in answer.text
        assert "You are away." in answer.headers["HX-Trigger"]
        for wrong in ({"presence": "asleep"}, {"presence": ""}, {}):
            answer = await browser.submit("/me/presence", **wrong)
            assert answer.status_code == 422 and "available, busy, away or offline" in answer.text
    async with as_person(cast.ben) as db:
        assert (await db.get_one(Person, cast.ada.id)).presence == "away"
        assert (await db.get_one(Person, cast.ben.id)).presence == "available"
