"""Work that is done while the database looks something up."""

import asyncio

import pytest

from escalations.platform.db import Session, straight
from escalations.platform.meanwhile import meanwhile
from tests.cast import Cast
from tests.support import as_person


async def asked(db: Session, seen: list[str], question: str = "SELECT 7 AS told") -> int:
    seen.append("asked")
    [[told]] = await straight(db, question)
    seen.append("told")
    return int(told)


async def test_what_is_asked_is_on_its_way_when_the_work_begins(cast: Cast) -> None:
    seen = list[str]()
    async with as_person(cast.ada) as db:
        told, done = await meanwhile(asked(db, seen), lambda: seen.append("worked") or 3)
    assert (told, done) == (7, 3) and seen == ["asked", "worked", "told"]


async def test_work_that_fails_leaves_no_question_behind(cast: Cast) -> None:
    seen = list[str]()
    async with as_person(cast.ada) as db:
        with pytest.raises(ZeroDivisionError):
            await meanwhile(asked(db, seen), lambda: 1 // 0)
        assert seen == ["asked", "told"]
        assert await asked(db, seen) == 7


async def test_a_question_that_fails_is_told_after_the_work(cast: Cast) -> None:
    seen = list[str]()
    async with as_person(cast.ada) as db:
        with pytest.raises(Exception, match="division by zero"):
            await meanwhile(asked(db, seen, "SELECT 1 / 0"), lambda: seen.append("worked"))
    assert seen == ["asked", "worked"]


async def test_who_waits_no_more_takes_the_question_along(cast: Cast) -> None:
    seen, begun = list[str](), asyncio.Event()

    async def never() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("gone")

    waiting = asyncio.create_task(meanwhile(never(), lambda: None))
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert seen == ["gone"]
