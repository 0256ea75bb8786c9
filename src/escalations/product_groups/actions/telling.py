"""The state of an escalation comes back to its cases by itself: a note, the turn, and a reply to the customer to look over."""

from collections.abc import Sequence

from ...cases.actions import add_note, change_turn, prepare_reply, withdraw_prepared_reply
from ...cases.models import Case
from ...cases.queries import people_on
from ...cases.queries.prepared import customer_wrote_since
from ...platform.db import Session
from ...platform.events import SYSTEM, Actor
from ...platform.web.templates import render
from ..models import Escalation
from ..queries import open_escalations_of


async def tell_cases(db: Session, cases: Sequence[Case], *, note: str, turn: str, why: str, by: Actor) -> None:
    """A closed case is left alone."""
    for case in cases:
        if case.is_open:
            if note:
                await add_note(db, case, note, by=by)
            await change_turn(db, case, turn, why, by=by)


async def prepare_replies(db: Session, escalation: Escalation, cases: Sequence[Case], kind: str) -> None:
    """What solves it is in the group's words on the case: the draft leaves the place for it, and a person writes it. A customer who
    wrote after the escalation was opened has a draft too, since the answer is for them."""
    for case in cases:
        if not case.is_open:
            continue
        _, contact, _ = await people_on(db, case)
        heard = await customer_wrote_since(db, case, escalation.opened_at)
        body = render(
            "product_groups/case/reply.txt", contact=contact.name if contact else "", kind=kind, heard=heard
        ).strip()
        why = f"{escalation.group_name} {kind} {escalation.ref}"
        await prepare_reply(db, case, body, why=why, source=escalation.subject, by=SYSTEM)


async def take_replies_back(db: Session, escalation: Escalation, cases: Sequence[Case]) -> None:
    for case in cases:
        await withdraw_prepared_reply(db, case, by=SYSTEM, source=escalation.subject)


async def give_turn_back(db: Session, cases: Sequence[Case], why: str, *, by: Actor) -> None:
    """To support, on every case that no other group has."""
    for case in cases:
        if case.turn == "product_group" and not await open_escalations_of(db, case.id):
            await change_turn(db, case, "us", why, by=by)
