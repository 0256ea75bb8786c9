"""Away: no turn, no case, and back again by itself."""

from datetime import timedelta

import pytest

from escalations.cases.actions.returning import return_cases
from escalations.cases.models import Case
from escalations.cases.queries import roster
from escalations.coverage.actions import add_absence, cancel_absence
from escalations.coverage.models import Absence
from escalations.coverage.queries import absence_for
from escalations.coverage.spans import Span
from escalations.coverage.sweeps import sweep_shifts
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.coverage.scenes import NOW, a_rotation, at, hours_of, on_call
from tests.coverage.test_pages import mark_in, words_of
from tests.desk.scenes import owned
from tests.support import as_person, as_system, browser_of

pytestmark = pytest.mark.usefixtures("monday")


async def away(person: Person, span: Span, by: Person | None = None) -> Absence:
    async with as_person(by or person) as db:
        return await add_absence(db, person, span, "holiday", by=by or person)


async def back(person: Person, absence: Absence, by: Person | None = None) -> None:
    async with as_person(by or person) as db:
        await cancel_absence(db, person, await absence_for(db, person, absence.id), by=by or person)


async def test_turns_fall_to_nobody_and_come_back(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    absence = await away(cast.ben, Span(at(23, 12), at(23, 20)))
    assert hours_of(await on_call(rotation, 2)) == [
        ("Ada", at(22), at(23)), ("Ben", at(23), at(23, 12)), ("Ben", at(23, 20), at(24)),
    ]  # fmt: skip
    async with as_system() as db:
        assert await sweep_shifts(db, now()) == 0, "nobody is put in their place"
    await back(cast.ben, absence)
    await back(cast.ben, absence)
    assert {one.name for one in await on_call(rotation, 2)} == {"Ada", "Ben"}
    assert sum((one.span.length for one in await on_call(rotation, 2)), timedelta()) == timedelta(days=2)
    async with as_person(cast.otto) as db:
        told = [row.action for row in await trail_of(db, f"person/{cast.ben.id}")]
    assert told == ["AbsenceCancelled", "AbsenceAdded"]


async def test_the_same_twice_is_once_and_another_is_refused(cast: Cast) -> None:
    first = await away(cast.ada, Span(at(23), at(25)))
    assert (await away(cast.ada, Span(at(23), at(25)))).id == first.id
    with pytest.raises(Refused, match="already"):
        await away(cast.ada, Span(at(24), at(26)))
    with pytest.raises(Refused, match="past"):
        await away(cast.ada, Span(at(20), at(21)))
    with pytest.raises(Refused, match="ends after it begins"):
        await away(cast.ada, Span(at(25), at(24)))


async def test_for_oneself_or_by_who_keeps_the_roster(cast: Cast) -> None:
    span = Span(at(23), at(25))
    absence = await away(cast.ada, span, by=cast.dora)
    for stranger in (cast.ben, cast.otto):
        with pytest.raises(NotAllowed):
            await away(cast.ada, span, by=stranger)
        with pytest.raises(NotAllowed):
            await back(cast.ada, absence, by=stranger)
    with pytest.raises(NotAllowed):
        await away(cast.otto, span)
    async with as_person(cast.ben) as db:
        with pytest.raises(NotFound):
            await absence_for(db, cast.ben, absence.id)


async def test_routing_takes_it_as_the_end_of_a_shift(cast: Cast) -> None:
    await away(cast.ada, Span(at(22, 10), at(24)))
    for moment, there in ((at(22, 9), True), (at(22, 11), False), (at(23, 23), False), (at(24, 9), True)):
        with time_at(moment):
            async with as_system() as db:
                (ada,) = [one for one in await roster(db) if one.person_id == cast.ada.id]
                assert (ada.end_of_shift(moment) is not None) == there, moment
                if moment == at(22, 9):
                    assert ada.end_of_shift(moment) == at(22, 10)
                if not there:
                    assert (coming := ada.next_shift(moment)) and coming.start == at(24)


async def test_a_long_absence_still_knows_when_they_are_back(cast: Cast) -> None:
    await away(cast.ada, Span(at(22, 7), at(22) + timedelta(days=30)))
    async with as_system() as db:
        (ada,) = [one for one in await roster(db) if one.person_id == cast.ada.id]
    assert (coming := ada.next_shift(NOW)) and coming.start == at(22) + timedelta(days=30)


async def test_a_critical_case_goes_back_when_its_owner_falls_sick(cast: Cast) -> None:
    case = await a_case(cast.ada, claimed="A", around_the_clock=True)
    async with as_system() as db:
        row = await db.get_one(Case, case.id)
        owner = await db.get_one(Person, row.owner_id)
    others = [person for person in (cast.ada, cast.ben, cast.rex) if person.id != owner.id]
    with time_at(NOW + timedelta(minutes=2)):
        await away(owner, Span(now(), at(29)))
    with time_at(NOW + timedelta(minutes=50)):
        async with as_system() as db:
            assert await return_cases(db, now()) == 1
            told = (await trail_of(db, row.subject))[0]
    assert others and "is away until" in told.told


def typed(start: int, end: int, **more: object) -> dict[str, object]:
    return {"start": f"{at(start):%Y-%m-%dT%H:%M}", "end": f"{at(end):%Y-%m-%dT%H:%M}", "kind": "sick", **more}


async def test_what_it_leaves_is_said_before_it_is_saved(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada, cast.ben])
    await a_case(cast.ada, claimed="A", around_the_clock=True)
    url = f"/people/{cast.ada.ref}/absences"
    async with browser_of(cast.ada) as ada:
        assert (await ada.get(f"{url}/new")).status_code == 200
        seen = await ada.submit(url, **typed(22, 23, step="preview"))
        assert "It leaves Storage, around the clock open" in words_of(seen) and "open case" in words_of(seen)
        assert "No absence is entered" in (await ada.get(url)).text, "looking saves nothing"
        other = await ada.submit(url, **typed(22, 24, step="save", previewed=mark_in(seen)))
        assert other.status_code == 422 and "Look again" in other.text
        saved = await ada.submit(url, **typed(22, 23, step="save", previewed=mark_in(seen)))
        assert saved.status_code == 303
        assert "sick" in (await ada.get(url)).text
        twice = await ada.submit(url, **typed(22, 24, step="save", previewed=mark_in(other)))
        assert twice.status_code == 422 and "already" in twice.text
    async with browser_of(cast.ben) as ben:
        assert "sick" not in (await ben.get(url)).text and "to" in (await ben.get(url)).text
        assert (await ben.submit(url, **typed(25, 26))).status_code == 403
        assert (await ben.get(f"{url}/new")).status_code == 403
        assert (await ben.submit(f"{url}/1/cancellation")).status_code == 403
    async with browser_of(cast.otto) as otto:
        assert (await otto.get(f"/people/{cast.otto.ref}/absences/new")).status_code == 403
    async with browser_of(cast.dora) as dora:
        assert (await dora.submit(f"{url}/9/cancellation")).status_code == 404
        for _ in range(2):
            assert (await dora.submit(f"{url}/1/cancellation")).status_code == 303
        assert "No absence is entered" in (await dora.get(url)).text


async def test_a_coming_absence_says_what_goes_back_when_it_begins(cast: Cast) -> None:
    case = await owned(cast, claimed="A")
    async with browser_of(cast.ada) as ada:
        seen = await ada.submit(f"/people/{cast.ada.ref}/absences", **typed(23, 25, step="preview"))
    assert "When it begins" in words_of(seen) and case.ref in seen.text
