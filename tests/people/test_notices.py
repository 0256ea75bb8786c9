"""People are told what concerns them: once, only what they may know of, and it is news until they saw it."""

from escalations.people.actions import give_notice, see_notices
from escalations.people.models import Person
from escalations.people.queries import notices_of, people_on_duty, unseen_notices

from ..cast import Cast
from ..support import as_person, as_system, browser_of


class Place:
    subject = thread = "case/12"
    boundary = "public"


async def tell(person: Person, key: str = "clock/1/0.75", text: str = "C-12: first response is due in 15 min") -> int:
    async with as_system() as db:
        return await give_notice(db, [person], about=Place(), page="/cases/C-12", text=text, key=key, tone="warn")


async def test_the_same_occasion_is_told_once(cast: Cast) -> None:
    assert await tell(cast.ada) == 1
    assert await tell(cast.ada) == 0
    async with as_person(cast.ada) as db:
        assert [notice.text for notice in await notices_of(db, cast.ada)] == ["C-12: first response is due in 15 min"]


async def test_who_lost_the_clearance_no_longer_reads_it(cast: Cast) -> None:
    await tell(cast.cleo)
    async with as_person(cast.cleo) as db:
        assert await notices_of(db, cast.cleo) == []


async def test_what_was_seen_is_no_news_but_stays(cast: Cast) -> None:
    await tell(cast.ada, "one")
    await tell(cast.ada, "two")
    async with as_person(cast.ada) as db:
        newest = (await notices_of(db, cast.ada))[0].id
        await see_notices(db, cast.ada, up_to=newest - 1)
    async with as_person(cast.ada) as db:
        assert await unseen_notices(db, cast.ada) == 1
        assert len(await notices_of(db, cast.ada)) == 2


async def test_the_bell_and_the_page(cast: Cast) -> None:
    await tell(cast.ada)
    async with browser_of(cast.ada) as browser:
        assert ">1<" in (await browser.get("/notices/bell")).text
        page = (await browser.get("/notices")).text
        assert "first response is due" in page and "/cases/C-12" in page
        seen = await browser.submit("/notices/sight", up_to=10**9)
        assert seen.status_code == 303
        assert ">1<" not in (await browser.get("/notices/bell")).text


async def test_the_duty_lead_who_is_there_is_told_before_one_who_is_not(cast: Cast) -> None:
    async with as_system() as db:
        assert [lead.id for lead in await people_on_duty(db, "duty_lead", "public")] == [cast.dora.id]
        assert await people_on_duty(db, "duty_lead", "everywhere") == []
