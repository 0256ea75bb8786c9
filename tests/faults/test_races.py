"""A hundred at once, over HTTP: one wins, the others are told in words, and what must hold holds."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import httpx
import pytest

from escalations.cases.queries import case_for
from escalations.people.models import Clearance, Person, Specialty
from escalations.platform.db import nothing_to_record
from tests.builders import a_case, a_customer
from tests.cases.crew import nobody_is_there
from tests.cast import FAMILIES, Cast, _clearance
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, as_system, program_of, run_jobs

MANY = 100
Ask = tuple[str, dict[str, Any]]


class Crowd:
    """Twenty engineers with a program each."""

    def __init__(self, programs: Sequence[httpx.AsyncClient]) -> None:
        self._programs = programs

    async def ask(self, asks: Sequence[Ask]) -> list[httpx.Response]:
        turns = itertools.cycle(self._programs)
        return await asyncio.gather(*(next(turns).post(path, json=body) for path, body in asks))


@pytest.fixture
async def crowd(cast: Cast) -> AsyncIterator[Crowd]:
    people = [_engineer(number) for number in range(20)]
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add_all(people)
        await db.flush()
        for person in people:
            db.add_all([_cleared(person), *(Specialty(person_id=person.id, family=name, level=3) for name in FAMILIES)])
    async with AsyncExitStack() as stack:
        yield Crowd([await stack.enter_async_context(program_of(person)) for person in people])


def _engineer(number: int) -> Person:
    return Person(
        name=f"Engineer {number}", email=f"e{number}@support.example", role="duty_lead", time_zone="UTC", languages=["en"],
        presence="offline", capacity=50, shift_start=0, shift_end=0, shift_days=[1, 2, 3, 4, 5, 6, 7],
    )  # fmt: skip


def _cleared(person: Person) -> Clearance:
    return _clearance(person.id, "public")


def counted(answers: Sequence[httpx.Response]) -> Counter[int]:
    """Nobody sees a broken page, a deadlock or a refusal without words."""
    odd = [answer.text for answer in answers if answer.status_code not in (200, 201, 409)]
    assert odd == []
    assert all(len(answer.json()["detail"]) > 20 for answer in answers if answer.status_code == 409)
    return Counter(answer.status_code for answer in answers)


async def told(admin: asyncpg.Connection, action: str) -> int:
    return int(await admin.fetchval("SELECT count(*) FROM event WHERE action = $1", action))


async def test_a_case_is_claimed_by_one(cast: Cast, crowd: Crowd, admin: asyncpg.Connection) -> None:
    await nobody_is_there(cast)
    case = await a_case(cast.dora)
    answers = await crowd.ask([(f"/api/cases/{case.ref}/claim", {})] * MANY)
    assert counted(answers)[409] >= MANY - MANY // 20
    assert len({answer.json()["owner"] for answer in answers if answer.is_success}) == 1
    assert await told(admin, "CaseClaimed") == 1


async def test_who_changes_a_case_waits_for_who_holds_it(cast: Cast) -> None:
    """So that they see what was changed, rather than be told to try again."""
    case = await a_case(cast.ada)

    async def hold() -> None:
        async with as_person(cast.ben) as db:
            await case_for(db, cast.ben, case.ref, lock=True)

    async with as_person(cast.ada) as db:
        await case_for(db, cast.ada, case.ref, lock=True)
        waiting = asyncio.ensure_future(hold())
        done, _ = await asyncio.wait({waiting}, timeout=0.5)
        assert not done
    await asyncio.wait_for(waiting, 10)


async def test_a_case_is_closed_once(cast: Cast, crowd: Crowd, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    asks = [
        (f"/api/cases/{case.ref}/closure", {"resolution": "fixed", "note": f"Mended by hand number {n}."})
        for n in range(MANY)
    ]
    counted(await crowd.ask(asks))
    assert await told(admin, "CaseClosed") == 1
    assert await admin.fetchval("SELECT count(*) FROM clock WHERE state = 'running'") == 0


async def test_a_case_is_opened_again_once_and_closing_meets_opening(
    cast: Cast, crowd: Crowd, admin: asyncpg.Connection
) -> None:
    case = await a_case(cast.ada)
    closing = (f"/api/cases/{case.ref}/closure", {"resolution": "fixed", "note": "It was mended by hand."})
    opening = (f"/api/cases/{case.ref}/reopenings", {"reason": "It came back again."})
    counted(await crowd.ask([closing, opening] * (MANY // 2)))
    closed, opened = await told(admin, "CaseClosed"), await told(admin, "CaseReopened")
    is_closed = await admin.fetchval("SELECT closed_at IS NOT NULL FROM support_case")
    assert closed - opened == is_closed


async def test_every_change_of_severity_stands_in_its_ledger(
    cast: Cast, crowd: Crowd, admin: asyncpg.Connection
) -> None:
    case = await a_case(cast.ada)
    asks = [
        (
            f"/api/cases/{case.ref}/severity",
            {"severity": "ABC"[n % 3], "reason": "As they told us.", "ground": "workaround"},
        )
        for n in range(MANY)
    ]
    counted(await crowd.ask(asks))
    changes = await admin.fetch("SELECT was, became FROM severity_change WHERE kind = 'assessed' ORDER BY id")
    assert all(later["was"] == earlier["became"] for earlier, later in itertools.pairwise(changes))
    assert await admin.fetchval("SELECT severity FROM support_case") == changes[-1]["became"]


async def test_cases_are_merged_one_way_only(cast: Cast, crowd: Crowd, admin: asyncpg.Connection) -> None:
    """Each into each of the others at once: no ring, no case in two."""
    customer = await a_customer()
    refs = [(await a_case(cast.ada, customer, title=f"Share number {n}")).ref for n in range(5)]
    pairs = list(itertools.islice(itertools.cycle(itertools.permutations(refs, 2)), MANY))
    answers = await crowd.ask(
        [(f"/api/cases/{a}/merging", {"others": [b], "reason": "They are one."}) for a, b in pairs]
    )
    assert counted(answers)[200] >= 1
    into = {
        row["id"]: row["merged_into_id"] for row in await admin.fetch("SELECT id, merged_into_id FROM support_case")
    }
    survivors = {case for case, survivor in into.items() if survivor is None}
    assert len(survivors) == 1 and all(end_of(case, into) in survivors for case in into)
    assert await told(admin, "CaseMerged") == len(refs) - 1


def end_of(case: int, into: dict[int, int | None]) -> int | None:
    """Where a number leads to, None in a ring."""
    for _ in into:
        if (further := into[case]) is None:
            return case
        case = further
    return None


async def test_a_link_is_confirmed_or_set_aside_once(cast: Cast, crowd: Crowd, admin: asyncpg.Connection) -> None:
    """From both sides, of many cases, and all of them at once."""
    incident = await an_incident(cast.dora)
    customer = await a_customer()
    refs = [(await a_hit_case(cast.ada, customer, title=f"Timeout of share {n}")).ref for n in range(8)]
    await run_jobs()
    asks: list[Ask] = []
    for number, ref in zip(range(MANY), itertools.cycle(refs), strict=False):
        link = f"/api/incidents/{incident.ref}/cases/{ref}"
        asks.append(
            [(f"{link}/confirmation", {}), (f"{link}/rejection", {"reason": "It is another."}),
             (f"/api/incidents/{incident.ref}/confirmed-suggestions", {})][number % 3]
        )  # fmt: skip
    counted(await crowd.ask(asks))
    states = Counter(row["state"] for row in await admin.fetch("SELECT state FROM case_incident_link"))
    assert sum(states.values()) == len(refs) and not states["suggested"]


async def test_everything_at_once_on_a_few_cases(cast: Cast, crowd: Crowd, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    refs = [(await a_case(cast.ada, customer, title=f"Share number {n}")).ref for n in range(4)]
    verbs: list[Callable[[str, str], Ask]] = [
        lambda a, b: (f"/api/cases/{a}/claim", {}),
        lambda a, b: (f"/api/cases/{a}/notes", {"text": "Seen again."}),
        lambda a, b: (f"/api/cases/{a}/merging", {"others": [b], "reason": "They are one."}),
        lambda a, b: (f"/api/cases/{a}/unmerging", {}),
        lambda a, b: (f"/api/cases/{a}/closure", {"resolution": "fixed", "note": "It was mended by hand."}),
        lambda a, b: (f"/api/cases/{a}/reopenings", {"reason": "It came back again."}),
        lambda a, b: (f"/api/cases/{a}/links", {"other": b, "kind": "related", "reason": "They look alike."}),
        lambda a, b: (f"/api/cases/{a}/severity", {"severity": "A", "reason": "As they told us."}),
        lambda a, b: (f"/api/cases/{a}/customer-messages", {"text": "Is there any news?"}),
    ]
    pairs = itertools.cycle(itertools.permutations(refs, 2))
    asks = [verb(*pair) for verb, pair in zip(itertools.cycle(verbs), itertools.islice(pairs, MANY), strict=False)]
    counted(await crowd.ask(asks))
    await run_jobs()
    orphans = (
        "SELECT count(*) FROM case_entry e WHERE NOT EXISTS (SELECT FROM event v WHERE v.xmin::text = e.xmin::text)"
    )
    assert await admin.fetchval(orphans) == 0
