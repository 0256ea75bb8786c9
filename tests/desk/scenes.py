"""What the desk's tests need to stand on the stage."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

from escalations.cases.actions import assign_case, change_turn, reply_to_customer, snooze_case, unassign_case, wait_for
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.platform.time import now
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person


async def owned(cast: Cast, boundary: str = "public", **told: object) -> Case:
    """A case that is Ada's."""
    opened = await a_case(cast.ada, await a_customer(boundary, f"Customer {now().timestamp()}"), **told)
    async with as_person(cast.dora) as db:
        await assign_case(db, await case_for(db, cast.dora, opened.ref, lock=True), cast.ada, by=cast.dora)
    return opened


async def unowned(cast: Cast, boundary: str = "public", **told: object) -> Case:
    opened = await a_case(cast.dora, await a_customer(boundary, f"Customer {now().timestamp()}"), **told)
    async with as_person(cast.dora) as db:
        await unassign_case(
            db, await case_for(db, cast.dora, opened.ref, lock=True), "for whoever is free", by=cast.dora
        )
    return opened


async def waiting(cast: Cast, case: Case) -> None:
    """Answered, so that nothing is owed meanwhile."""
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await reply_to_customer(db, row, "We have read it.", by=cast.dora, last_seen=None, gate_reason="a test")
        await wait_for(db, row, "customer", "Which share is it?", now() + timedelta(days=2), by=cast.dora)


async def snoozed(cast: Cast, case: Case) -> None:
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await snooze_case(db, row, now() + timedelta(minutes=30), "after their maintenance", by=cast.dora)


async def over(cast: Cast, case: Case) -> None:
    async with as_person(cast.dora) as db:
        await change_turn(
            db,
            await case_for(db, cast.dora, case.ref, lock=True),
            "close_the_loop",
            "the incident is over",
            by=cast.dora,
        )


def refs_in(html: str, list_id: str) -> list[str]:
    """The refs of the rows of one list, in their order."""
    found = re.search(rf'<ol id="{list_id}".*?</ol>', html, re.DOTALL)
    return re.findall(r'id="(?:row|unowned)-(C-\d+)"', found[0]) if found else []


def row_of(html: str, ref: str) -> str:
    found = re.search(rf'<li id="row-{ref}".*?</li>', html, re.DOTALL)
    assert found, f"{ref} has no row"
    return found[0]


def live_topics(html: str) -> list[str]:
    """What the page itself hears of. Every live page also hears of its reader's notices."""
    connect = re.search(r'hx-sse:connect="([^"]*)"', html)
    topics = parse_qs(urlsplit(unescape(connect[1])).query)["topic"] if connect else []
    assert not topics or topics[-1].startswith("notices/")
    return topics[:-1]
