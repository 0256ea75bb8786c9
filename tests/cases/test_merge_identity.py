"""Merging and taking it back is as if nothing was, whatever the cases had lived through."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from escalations.cases.actions import (
    NewCase,
    add_customer_message,
    add_note,
    link_cases,
    merge_cases,
    open_case,
    reply_to_customer,
    resume_case,
    snooze_case,
    unassign_case,
    unmerge_case,
    wait_for,
)
from escalations.cases.models import Case
from escalations.cases.queries import entries_of, links_of, wait_of
from escalations.clocks.queries import open_clocks
from escalations.customers.models import Customer
from escalations.platform.db import Session
from escalations.platform.errors import Refused
from escalations.platform.time import now, time_at
from tests.builders import STORY, a_customer
from tests.cast import Cast
from tests.support import as_person

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.integers(0, 3),
        st.sampled_from(
            ["reply", "promise", "note", "wrote", "wait", "ask others", "snooze", "resume", "lay down", "link"]
        ),
    ),
    max_size=8,
)


class Undone(Exception):
    pass


@dataclass
class World:
    cast: Cast
    customer: Customer


@pytest.fixture
async def world(cast: Cast) -> World:
    return World(cast, await a_customer())


async def _step(db: Session, world: World, cases: list[Case], case: Case, what: str) -> None:
    by, later = world.cast.ada, now() + timedelta(days=2)
    try:
        match what:
            case "reply":
                await reply_to_customer(db, case, "We look into it.", by=by)
            case "promise":
                await reply_to_customer(db, case, "More tomorrow.", by=by, next_update=now() + timedelta(days=1))
            case "note":
                await add_note(db, case, "Looked at the logs.", by=by)
            case "wrote":
                await add_customer_message(db, case, "It is still gone.", by=by)
            case "wait":
                await wait_for(db, case, "customer", "Which region is it?", later, by=by)
            case "ask others":
                await wait_for(db, case, "third_party", "Is the line up?", later, by=by)
            case "snooze":
                await snooze_case(db, case, now() + timedelta(hours=30), "until they are back", by=by)
            case "resume":
                await resume_case(db, case, "there is news", by=by)
            case "lay down":
                await unassign_case(db, case, "somebody else should look", by=world.cast.dora)
            case "link":
                await link_cases(db, case, cases[0] if case is not cases[0] else cases[-1], "related", by=by)
    except Refused:
        pass


async def _standing(db: Session, case: Case) -> dict[str, Any]:
    """Everything about a case that anybody would notice."""
    await db.flush()
    columns = ("turn", "owner_id", "queue", "severity", "claimed", "snoozed_until", "closed_at", "due_at", "due_kind")
    wait = await wait_of(db, case)
    clocks = await open_clocks(db, case.id)
    return {
        **{name: getattr(case, name) for name in (*columns, "merged_into_id", "absorbed")},
        "wait": (wait.on_whom, wait.question, wait.since, wait.until) if wait else None,
        "clocks": {
            (
                one.kind,
                one.holder,
                one.state,
                one.due_at,
                one.why if one.state == "paused" or one.kind == "promise" else "",
            )
            for one in clocks
            if one.kind != "follow_up"
        },
        "wakes": {(one.kind, one.due_at) for one in clocks if one.kind == "follow_up"},
        "links": {one.link.id for one in await links_of(db, case)},
        "entries": [entry.id for entry in await entries_of(db, case)],
    }


@settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(
    severities=st.lists(st.sampled_from("ABC"), min_size=2, max_size=4),
    steps=STEPS,
    merged_for=st.integers(0, 180),
    order=st.permutations([1, 2, 3]),
)
@example(severities=["B", "A", "A"], steps=[(74, 0, "ask others"), (15, 2, "wait")], merged_for=160, order=[1, 2, 3])
@example(
    severities=["A", "A", "C"],
    steps=[
        (85, 1, "wrote"), (23, 3, "reply"), (47, 2, "lay down"), (64, 3, "snooze"), (75, 3, "ask others"),
        (62, 2, "ask others"), (61, 3, "wait"), (31, 0, "wrote"),
    ],
    merged_for=56, order=[3, 2, 1],
)  # fmt: skip
async def test_unmerging_is_as_if_nothing_was(
    world: World, severities: list[str], steps: list[tuple[int, int, str]], merged_for: int, order: list[int]
) -> None:
    by, at = world.cast.ada, MONDAY
    with pytest.raises(Undone):
        async with as_person(by) as db:
            cases = []
            for number, severity in enumerate(severities):
                with time_at(at + timedelta(minutes=number)):
                    new = NewCase(
                        customer_id=world.customer.id, title=f"Story {number}", description=STORY, claimed=severity
                    )
                    cases.append(await open_case(db, new, by=by))
            at += timedelta(minutes=len(cases))
            for minutes, which, what in steps:
                at += timedelta(minutes=minutes)
                with time_at(at):
                    await _step(db, world, cases, cases[which % len(cases)], what)
            before = [await _standing(db, case) for case in cases]
            with time_at(at):
                await merge_cases(db, cases[0], cases[1:], "They are one.", by=by)
            with time_at(at + timedelta(minutes=merged_for)):
                for number in (one for one in order if one < len(cases)):
                    await unmerge_case(db, cases[number], by=by)
                for case, was in zip(cases, before, strict=True):
                    assert await _standing(db, case) == was, case.ref
            raise Undone
