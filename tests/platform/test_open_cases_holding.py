"""A list of open cases has all that hold its words, and of too many the newest, however they lie among the others."""

import pytest

from escalations.platform.search import open_cases_holding
from tests.cast import Cast
from tests.platform.test_search import a_document, indexed
from tests.support import as_person

OLD, OLDER, NEWEST = range(60_000, 60_010), range(1, 21), range(99_990, 100_000)


async def holding(cast: Cast, limit: int) -> list[int]:
    async with as_person(cast.ada) as db:
        return await open_cases_holding(db, "mount", facts=[["is:open"]], within=None, limit=limit)


async def there_are(*places: range, last: str = "Mount fails") -> None:
    numbers = [number for place in places for number in place]
    await indexed(*(a_document(number, "Mount fails", "x", kind="case", facts=("is:open",)) for number in numbers))
    if last != "Mount fails":
        await indexed(a_document(100_000, last, "x", kind="case", facts=("is:open",)))


@pytest.mark.parametrize("limit", [40, 1000])
async def test_all_are_found_where_they_are_few(cast: Cast, limit: int) -> None:
    await there_are(NEWEST, OLD, OLDER)
    assert sorted(await holding(cast, limit)) == [*OLDER, *OLD, *NEWEST]


@pytest.mark.parametrize("limit", [8, 15, 25])
async def test_of_too_many_the_newest_are_found(cast: Cast, limit: int) -> None:
    await there_are(NEWEST, OLD, OLDER)
    newest = [*reversed(NEWEST), *reversed(OLD), *reversed(OLDER)]
    assert await holding(cast, limit) == newest[:limit]


async def test_though_the_newest_cases_are_about_something_else(cast: Cast) -> None:
    await there_are(OLD, OLDER, last="Volume is slow")
    assert await holding(cast, 15) == [*reversed(OLD), 20, 19, 18, 17, 16]
