"""A board shows its first rows; the others come behind them, in the order that the board had when it was opened."""

from datetime import timedelta

import pytest

from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.platform.time import now, time_at
from escalations.rapid_response.presenting import board
from escalations.rapid_response.presenting.board import BANDS
from escalations.rapid_response.routes import board as board_routes
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def three_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_routes, "SHOWN", 3)


def rows(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('id="board-C-')[1:]]


def further_of(page: str) -> str:
    """The address behind *Further down*, empty at the end."""
    return page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in page else ""


async def seven_cases(cast: Cast) -> list[Case]:
    """Of all severities, so that they stand in more than one band."""
    customer = await a_customer(covered=True)
    return [await a_case(cast.ada, customer, claimed="AAAABCC"[number]) for number in range(7)]


async def in_order(cast: Cast) -> list[str]:
    async with as_person(cast.rex) as db:
        return [str(one.line.id) for one in (await board(db)).ranked]


async def test_all_rows_come_once_and_in_order(cast: Cast) -> None:
    await seven_cases(cast)
    order = await in_order(cast)
    async with browser_of(cast.rex) as rex:
        first = (await rex.get("/rapid-response")).text
        assert rows(first) == order[:3]
        second = (await rex.get(further_of(first))).text
        assert rows(second) == order[3:6] and "Back to the beginning of the board" in second
        third = (await rex.get(further_of(second))).text
        assert rows(third) == order[6:] and further_of(third) == ""
        assert rows((await rex.get("/rapid-response", params={"shown": "5"})).text) == order[:5]
        assert rows((await rex.get("/rapid-response", params={"shown": "7"})).text) == order


async def test_what_comes_goes_behind_its_band_or_begins_one(cast: Cast) -> None:
    await seven_cases(cast)
    async with as_person(cast.rex) as db:
        found = await board(db)
    bands = found.within(3, 6)
    assert {band.continues for band in bands} == {True, False}, "one goes on and one begins"
    async with browser_of(cast.rex) as rex:
        first = (await rex.get("/rapid-response")).text
        behind = (await rex.get(f"{further_of(first)}&more=1", headers=HTMX)).text
    assert "<title>" not in behind and rows(behind) == [str(one.line.id) for band in bands for one in band.ranked]
    for band in bands:
        target = f'hx-target="#band-{band.key}-rows" hx-swap="beforeend"' if band.continues else f'id="band-{band.key}"'
        assert target in behind and band.title == BANDS[band.key]
        assert f'id="band-{band.key}-rows"' in (behind + first)
    assert [band.count for band in found.within(0, 7)] == [len(ranked) for _, ranked in found.bands]


async def test_what_leaves_meanwhile_leaves_no_gap(cast: Cast) -> None:
    await seven_cases(cast)
    order = await in_order(cast)
    async with browser_of(cast.rex) as rex:
        first = (await rex.get("/rapid-response")).text
        async with as_person(cast.ada) as db:
            last = await case_for(db, cast.ada, f"C-{order[2]}", lock=True)
            await close_case(db, last, "fixed", "It runs again.", by=cast.ada)
        assert rows((await rex.get(further_of(first))).text) == order[3:6]


async def test_the_order_is_of_the_moment_at_which_the_board_was_opened(cast: Cast) -> None:
    """An hour later other clocks are red; what was begun goes on as it began."""
    await seven_cases(cast)
    order = await in_order(cast)
    async with browser_of(cast.rex) as rex:
        first = (await rex.get("/rapid-response")).text
        with time_at(now() + timedelta(hours=9)):
            assert rows((await rex.get(further_of(first))).text) == order[3:6]


@pytest.mark.parametrize("word", ["x", "0.C-1.1", "3.C-1.1", "3.C-1.99999999999999999", "3.K-1.1"])
async def test_a_place_that_is_none_is_not_there(cast: Cast, word: str) -> None:
    async with browser_of(cast.rex) as rex:
        assert (await rex.get("/rapid-response", params={"after": word})).status_code == 404


async def test_the_wall_shows_the_worst_whatever_the_board_shows(cast: Cast) -> None:
    await seven_cases(cast)
    order = await in_order(cast)
    async with browser_of(cast.rex) as rex:
        wall = (await rex.get("/rapid-response/wall")).text
    assert [part.partition('"')[0] for part in wall.split('id="wall-C-')[1:]] == order and "7 open" in wall
