"""Free words in a list: all open cases that hold them, in the list's own order."""

import sys

import pytest

from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.desk.asking import asking
from escalations.desk.lists.queries import counted, list_page, matching
from escalations.desk.lists.shape import Shape
from tests.cast import Cast
from tests.desk.scenes import owned
from tests.support import as_person, run_jobs

MODULE = sys.modules["escalations.desk.lists.queries.matching"]


async def listed(cast: Cast, q: str) -> tuple[list[str], bool]:
    """Their refs, and whether there are more than are looked at."""
    async with as_person(cast.ada) as db:
        found = await matching(db, asking(q), cast.ada)
        page = await list_page(db, found, Shape(q=q))
    return [case.ref for case in page.cases], found.is_cut


@pytest.fixture
async def gateways(cast: Cast) -> list[Case]:
    """Six with the words, of three severities; beside them one without, and one that is closed."""
    cases = [await owned(cast, title="The gateway of a shop answers late", claimed=claimed) for claimed in "CBACBA"]
    await owned(cast, title="The share is gone")
    gone = await owned(cast, title="The gateway of a shop that has closed")
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, gone.ref, lock=True), "fixed", "A new key.", by=cast.ada)
    await run_jobs()
    return cases


@pytest.mark.parametrize("fetched", [100, 3])
async def test_all_open_cases_with_the_words_are_listed_in_order(
    cast: Cast, gateways: list[Case], monkeypatch: pytest.MonkeyPatch, fetched: int
) -> None:
    """Whether they are fetched one by one or looked up while the order is walked."""
    monkeypatch.setattr(MODULE, "FETCHED", fetched)
    in_order = [case.ref for severity in "ABC" for case in gateways if case.severity == severity]
    for q in ("gateway", "shop gateway", "gatew", "gateway -nowhere", "gateway or nowhere", "gateway family:storage"):
        assert await listed(cast, q) == (in_order, False), q
    assert await listed(cast, "gateway sev:b") == (in_order[2:4], False), "a few are searched for"
    assert await listed(cast, "gateway -shop") == ([], False)


async def test_of_more_than_are_looked_at_the_newest_are_listed(
    cast: Cast, gateways: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULE, "LOOKED_AT", 5)
    refs, is_cut = await listed(cast, "gateway")
    assert is_cut and set(refs) == {case.ref for case in gateways[1:]}


async def test_of_twice_as_many_as_are_counted_none_is_looked_up(
    cast: Cast, gateways: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless something is asked besides that only the cases know."""
    monkeypatch.setattr(MODULE, "LOOKED_AT", 5)
    async with as_person(cast.ada) as db:
        for q, most, count in (
            ("gateway", 2, 3), ("gateway", 3, 4), ("gateway", 6, 5), ("gateway age:>3d", 2, 0), ("gateway sev:b", 2, 2),
        ):  # fmt: skip
            assert await counted(db, await matching(db, asking(q), cast.ada), most) == count, (q, most)
        with_words = await matching(db, asking("gateway"), cast.ada)
        monkeypatch.setattr(type(db), "execute", None)
        assert await counted(db, with_words, 2) == 3


async def test_a_misspelt_word_is_still_searched_for(cast: Cast, gateways: list[Case]) -> None:
    assert set((await listed(cast, "gatewya"))[0]) == {case.ref for case in gateways}


async def test_words_of_closed_cases_find_closed_ones(cast: Cast, gateways: list[Case]) -> None:
    refs, _ = await listed(cast, "gateway is:closed")
    assert len(refs) == 1 and refs[0] not in {case.ref for case in gateways}
