"""The pages of people say who is away, whatever their shift says."""

from datetime import timedelta

from escalations.coverage.actions import add_absence
from escalations.coverage.spans import Span
from escalations.people.queries import person_for
from escalations.platform.time import now
from tests.cast import Cast
from tests.support import as_person, browser_of


async def test_whoever_is_away_is_not_on_shift(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        before = (await ada.get("/people")).text
        assert "10 on shift now" in before and "away until" not in before
    async with as_person(cast.ben) as db:
        ben = await person_for(db, cast.ben.ref)
        span = Span(now() - timedelta(hours=1), now() + timedelta(days=2))
        await add_absence(db, ben, span, "holiday", by=cast.ben)
    async with browser_of(cast.ada) as ada:
        page = (await ada.get("/people")).text
        there, _, off = page.partition("Off shift")
        assert "9 on shift now" in page and "away until" in off and "away until" not in there
        his = (await ada.get(f"/people/{cast.ben.ref}")).text
        assert "Away" in his and "On shift" not in his
        assert "On shift" in (await ada.get(f"/people/{cast.ada.ref}")).text
