from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from escalations.cases.actions import alerting
from escalations.cases.models import Case
from escalations.platform.time import time_at
from tests.builders import a_case, a_customer
from tests.cases.crew import (
    actions_on,
    as_it_stands,
    decisions,
    nobody_is_there,
    notices_to,
    owned,
    stands,
    sweep,
    told_on,
)
from tests.cast import Cast
from tests.support import browser_of, run_jobs

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def a_lonely_case(cast: Cast, severity: str, at: datetime) -> Case:
    """Dora would hear of it; nobody takes it."""
    await nobody_is_there(cast)
    await stands(cast.dora, presence="busy", capacity=0)
    with time_at(at):
        case = await a_case(cast.rex, await a_customer(), claimed=severity)
        await run_jobs()
    return case


async def alerts_of(case: Case) -> list[int]:
    return [row.particulars["stage"] for row in await told_on(case) if row.action == "CaseStranded"]


async def test_a_critical_case_without_anybody_is_told_at_once(cast: Cast) -> None:
    case = await a_lonely_case(cast, "A", MONDAY)
    assert await alerts_of(case) == [1]
    [text] = await notices_to(cast.dora)
    assert text.startswith(f"Nobody takes {case.ref}, severity A, Storage.")
    assert (await decisions(case))[-1].reasons[-1] in text, "with the reason that its page gives"


async def test_it_says_when_the_first_comes_who_could(cast: Cast) -> None:
    await nobody_is_there(cast)
    await stands(cast.dora, presence="busy", capacity=0)
    await stands(cast.ben, presence="offline", shift_start=6 * 60, shift_end=14 * 60)
    with time_at(MONDAY + timedelta(hours=9)):
        case = await a_case(cast.rex, await a_customer("usgov", "County Court"), claimed="A")
        await run_jobs()
    [text] = await notices_to(cast.dora)
    assert case.ref in text and text.endswith("The first who could comes on shift at 24 Nov 2026 00:00 UTC.")
    await stands(cast.ada, shift_start=7 * 60, shift_end=14 * 60)
    with time_at(MONDAY + timedelta(hours=9, minutes=31)):
        await sweep("usgov")
    assert (await notices_to(cast.dora))[-1].endswith("comes on shift at 24 Nov 2026 06:00 UTC.")


@pytest.mark.parametrize(("severity", "waits"), [("A", [0, 30, 120]), ("B", [30, 120]), ("C", [240])])
async def test_each_stage_is_told_once(cast: Cast, severity: str, waits: list[int]) -> None:
    case = await a_lonely_case(cast, severity, MONDAY)
    told = []
    for minutes in range(0, 260, 10):
        with time_at(MONDAY + minutes * MINUTE + timedelta(seconds=1)):
            before = len(await alerts_of(case))
            await sweep()
            await sweep()
            told += [minutes] * (len(await alerts_of(case)) - before)
    at_once = [0] if severity == "A" else []
    assert at_once + told == waits
    assert len(await notices_to(cast.dora)) == len(waits)


async def test_a_mild_case_is_not_told_of_over_the_weekend(cast: Cast) -> None:
    case = await a_lonely_case(cast, "C", FRIDAY)
    with time_at(FRIDAY + timedelta(days=2)):
        await sweep()
    assert await alerts_of(case) == []
    with time_at(FRIDAY + timedelta(days=3, hours=2)):
        await sweep()
    assert await alerts_of(case) == [1]


async def test_the_wait_begins_anew_with_each_return(cast: Cast) -> None:
    with time_at(MONDAY):
        case = await owned(cast, cast.ada, claimed="B")
    await nobody_is_there(cast)
    await stands(cast.ada, presence="available")
    with time_at(MONDAY + 61 * MINUTE):
        assert await sweep() == 1
    assert await alerts_of(case) == []
    last = (await decisions(case))[-1]
    assert last.assignee_id is None, "its page says why nobody has it"
    assert (await as_it_stands(case)).alerts == 0
    with time_at(MONDAY + 92 * MINUTE):
        await sweep()
    assert await alerts_of(case) == [1]


async def test_the_same_reason_is_not_written_down_again(cast: Cast) -> None:
    case = await a_lonely_case(cast, "A", MONDAY)
    for minutes in (31, 121, 400):
        with time_at(MONDAY + minutes * MINUTE):
            await sweep()
    assert await alerts_of(case) == [1, 2, 3]
    reasons = [decision.reasons[-1] for decision in await decisions(case)]
    assert [one for one, then in pairwise(reasons) if one == then] == []


async def test_the_page_and_its_timeline_say_it(cast: Cast) -> None:
    case = await a_lonely_case(cast, "A", MONDAY)
    async with browser_of(cast.dora) as dora:
        text = (await dora.get(f"/cases/{case.ref}")).text
    assert "nobody owns it" in text and "told Dora:" in text
    assert "NoticeGiven" in await actions_on(case)


async def test_of_many_some_are_told_at_once_and_the_others_with_the_next_sweeps(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a transaction tells of it holds from everybody else until it ends."""
    monkeypatch.setattr(alerting, "AT_ONCE", 2)
    await nobody_is_there(cast)
    await stands(cast.dora, presence="busy", capacity=0)
    customer = await a_customer()
    with time_at(MONDAY):
        cases = [await a_case(cast.rex, customer, claimed="B") for _ in range(5)]
        await run_jobs()
        assert [await alerts_of(case) for case in cases] == [[]] * 5
    with time_at(MONDAY + 31 * MINUTE):
        told = []
        for _ in range(4):
            await sweep()
            told.append([len(await alerts_of(case)) for case in cases])
    assert told == [[1, 1, 0, 0, 0], [1, 1, 1, 1, 0], [1] * 5, [1] * 5], "the oldest first, none twice, none left out"
