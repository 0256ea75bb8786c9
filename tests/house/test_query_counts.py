"""How many statements the busiest pages cost, signing in included."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from escalations.people.models import Person
from escalations.platform.db import engine
from tests.cast import Cast
from tests.desk.scenes import owned, unowned, waiting
from tests.support import browser_of


@contextmanager
def statements() -> Iterator[list[str]]:
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        told.append(statement)

    event.listen(engine().sync_engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine().sync_engine, "before_cursor_execute", note)


async def cost(person: Person, url: str) -> list[str]:
    async with browser_of(person) as browser:
        with statements() as told:
            assert (await browser.get(url)).status_code == 200
    return told


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/", 6),
        ("/queues", 6),
        ("/queues/storage", 6),
        ("/queues/storage?view=unowned&severity=B", 6),
        ("/cases/C-1", 20),
        ("/cases/C-1/time", 9),
        ("/cases/C-1/time/bar", 9),
        ("/spikes", 9),
        ("/on-call", 9),
        ("/on-call/coverage", 11),
        ("/reports/time", 6),
        ("/reports/promises", 6),
        ("/reports/pauses", 14),
    ],
)
async def test_a_page_costs_what_it_may(cast: Cast, url: str, most: int) -> None:
    first = await owned(cast)
    await waiting(cast, first)
    await unowned(cast)
    few = await cost(cast.ada, url)
    for _ in range(4):
        await owned(cast)
        await unowned(cast)
    many = await cost(cast.ada, url)
    assert len(few) <= most, "\n".join(few)
    assert len(many) == len(few), "a row more costs no statement more"
