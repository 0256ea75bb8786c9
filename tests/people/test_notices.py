"""People are told what concerns them: once, only what they may know of, and it is news until they saw it."""

from escalations.people.actions import give_notice, see_notices, unsee_notices
from escalations.people.models import Person
from escalations.people.queries import notice_group, notice_groups, notices_of, people_on_duty, unread_groups
from escalations.people.queries.notices import COUNTED, EARLIER
from escalations.platform.time import now, time_at

from ..cast import Cast
from ..support import as_person, as_system


class Place:
    boundary = "public"

    def __init__(self, thread: str) -> None:
        self.subject = self.thread = thread


async def tell(
    person: Person,
    key: str = "clock/1/0.75",
    text: str = "C-12: first response is due in 15 min",
    thread: str = "case/12",
    page: str = "/cases/C-12",
) -> int:
    place = Place(thread)
    async with as_system() as db:
        return await give_notice(db, [person], about=place, page=page, text=text, key=key, tone="warn")


async def test_the_same_occasion_is_told_once(cast: Cast) -> None:
    assert await tell(cast.ada) == 1
    assert await tell(cast.ada) == 0
    async with as_person(cast.ada) as db:
        assert [notice.text for notice in await notices_of(db, cast.ada)] == ["C-12: first response is due in 15 min"]


async def test_who_lost_the_clearance_no_longer_reads_it(cast: Cast) -> None:
    await tell(cast.cleo)
    async with as_person(cast.cleo) as db:
        assert await notices_of(db, cast.cleo) == []
        assert await notice_groups(db, cast.cleo) == []
        assert await unread_groups(db, cast.cleo) == 0


async def test_what_was_seen_is_no_news_but_stays(cast: Cast) -> None:
    await tell(cast.ada, "one")
    await tell(cast.ada, "two", thread="case/13")
    async with as_person(cast.ada) as db:
        newest = (await notices_of(db, cast.ada))[0].id
        await see_notices(db, cast.ada, up_to=newest - 1)
    async with as_person(cast.ada) as db:
        assert await unread_groups(db, cast.ada) == 1
        assert len(await notices_of(db, cast.ada)) == 2


async def test_what_is_about_one_thing_stands_together_the_last_told_first(cast: Cast) -> None:
    for key, thread in (("1", "case/12"), ("2", "case/13"), ("3", "case/12"), ("4", "case/12")):
        await tell(cast.ada, key, f"said {key}", thread)
    async with as_person(cast.ada) as db:
        first, second = await notice_groups(db, cast.ada)
    assert (first.thread, first.newest.text, first.behind, first.unread) == ("case/12", "said 4", 2, 3)
    assert [one.text for one in first.earlier] == ["said 3", "said 1"]
    assert (second.thread, second.newest.text, second.behind) == ("case/13", "said 2", 0)


async def test_a_group_shows_the_newest_and_counts_all(cast: Cast) -> None:
    for number in range(EARLIER + 4):
        await tell(cast.ada, str(number), f"said {number}")
    async with as_person(cast.ada) as db:
        (group,) = await notice_groups(db, cast.ada)
    assert [one.text for one in group.earlier] == [f"said {number}" for number in range(EARLIER + 2, 2, -1)]
    assert group.behind == EARLIER + 3


async def test_news_are_what_is_not_read_and_go_on_where_the_page_ends(cast: Cast) -> None:
    for number in range(5):
        await tell(cast.ada, str(number), thread=f"case/{number}")
    async with as_person(cast.ada) as db:
        await see_notices(db, cast.ada, up_to=2**62, thread="case/3")
    async with as_person(cast.ada) as db:
        page = await notice_groups(db, cast.ada, unread=True, limit=2)
        rest = await notice_groups(db, cast.ada, unread=True, before=page[-1].newest.id)
        everything = await notice_groups(db, cast.ada)
    assert [group.thread for group in page] == ["case/4", "case/2"]
    assert [group.thread for group in rest] == ["case/1", "case/0"]
    assert [group.is_unread for group in everything] == [True, False, True, True, True]


async def test_a_thing_of_which_more_is_told_is_news_again(cast: Cast) -> None:
    await tell(cast.ada, "one")
    async with as_person(cast.ada) as db:
        await see_notices(db, cast.ada, thread="case/12")
    await tell(cast.ada, "two")
    async with as_person(cast.ada) as db:
        (group,) = await notice_groups(db, cast.ada, unread=True)
    assert (group.behind, group.unread) == (1, 1)


async def test_reading_is_taken_back_for_what_was_read_then(cast: Cast) -> None:
    """What had been read before stays read."""
    for number in range(3):
        await tell(cast.ada, str(number), thread=f"case/{number}")
    async with as_person(cast.ada) as db:
        with time_at(now()):
            await see_notices(db, cast.ada, thread="case/1")
    async with as_person(cast.ada) as db:
        sight = await see_notices(db, cast.ada, up_to=2**62)
    assert sight.count == 2
    async with as_person(cast.ada) as db:
        assert await unread_groups(db, cast.ada) == 0
        await unsee_notices(db, cast.ada, first=sight.first, last=sight.last, at=sight.at)
    async with as_person(cast.ada) as db:
        assert [group.thread for group in await notice_groups(db, cast.ada, unread=True)] == ["case/2", "case/0"]


async def test_nobody_reads_for_somebody_else(cast: Cast) -> None:
    await tell(cast.ada)
    async with as_person(cast.ben) as db:
        await see_notices(db, cast.ben, up_to=2**62, thread="case/12")
        assert await notice_group(db, cast.ben, "case/12") is None
    async with as_person(cast.ada) as db:
        assert await unread_groups(db, cast.ada) == 1


async def test_counting_ends_where_nobody_reads_any_more(cast: Cast) -> None:
    for number in range(COUNTED + 3):
        await tell(cast.ada, str(number), thread=f"case/{number}")
    async with as_person(cast.ada) as db:
        assert await unread_groups(db, cast.ada) == COUNTED + 1


async def test_the_duty_lead_who_is_there_is_told_before_one_who_is_not(cast: Cast) -> None:
    async with as_system() as db:
        assert [lead.id for lead in await people_on_duty(db, "duty_lead", "public")] == [cast.dora.id]
        assert await people_on_duty(db, "duty_lead", "everywhere") == []
