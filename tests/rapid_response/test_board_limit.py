"""A board shows what is most urgent and says how much more there is; what was asked for is always on it."""

import pytest

from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.platform.db import Session
from escalations.rapid_response.actions import request_rapid_response
from escalations.rapid_response.presenting import board
from escalations.rapid_response.queries import board as board_queries
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of


@pytest.fixture
def two_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_queries, "MOST", 2)


async def _ask(db: Session, cast: Cast, case: Case) -> None:
    locked = await case_for(db, cast.rex, case.ref, lock=True)
    await request_rapid_response(db, locked, "Their shops cannot sell.", by=cast.rex)


async def test_the_most_urgent_are_shown_and_the_rest_is_counted(cast: Cast, two_shown: None) -> None:
    customer = await a_customer(covered=True)
    mild = [await a_case(cast.ada, customer, claimed="B") for _ in range(3)]
    bad = [await a_case(cast.ada, customer, claimed="A") for _ in range(2)]
    async with as_person(cast.rex) as db:
        shown = await board(db)
        assert {one.line.ref for one in shown.ranked} == {case.ref for case in bad} and shown.left_out == 3
        await _ask(db, cast, mild[2])
        shown = await board(db)
        assert {one.line.ref for one in shown.ranked} == {mild[2].ref, bad[0].ref} and shown.left_out == 3
        await _ask(db, cast, mild[0])
        await _ask(db, cast, mild[1])
        shown = await board(db)
        assert {one.line.ref for one in shown.ranked} == {case.ref for case in mild} and shown.left_out == 2
    async with browser_of(cast.rex) as browser:
        page = (await browser.get("/rapid-response")).text
    async with program_of(cast.rex) as program:
        assert (await program.get("/api/rapid-response")).json()["left_out"] == 2
    assert "2 less urgent ones are not shown" in page and "/cases?q=is:covered" in page


async def test_a_board_that_shows_all_says_nothing_of_it(cast: Cast) -> None:
    await a_case(cast.ada, await a_customer(covered=True))
    async with browser_of(cast.rex) as browser:
        assert "less urgent" not in (await browser.get("/rapid-response")).text
