"""What people do together on open cases of the demo world: cases that are one, help that is asked, severities that are agreed."""

from datetime import timedelta
from random import Random

from sqlmodel import col, select

from ...cases.actions import NewCase, add_note, change_severity, merge_cases, open_case
from ...cases.actions.calling import call_for_help
from ...cases.actions.helping import ask_for_help
from ...cases.models import Case
from ...cases.queries.helping import able_to_help
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from ..sight import everywhere

AGAIN = "Adding to what my colleague reported an hour ago: we see the same from the second office as well. Is this one known to you?"
QUESTIONS = (
    ("networking", "Their route looks right to me. Who knows how private endpoints resolve behind a hub?"),
    ("identity", "The token is valid, and the call is refused all the same. Who reads these sign-in logs often?"),
)
SPOKEN = (
    "@{name} you had a trace like this one last week. Is the second hop normal there, or should I ask for a fresh one?"
)
TOLD = "@{name} so that you know when you take over: they send the log at noon, and nothing is due before that."
ASKED = "Could you look at the last trace with me? I would like a second opinion before I answer."


async def work_together(random: Random) -> None:
    async with transaction(everywhere()) as db:
        cases = await _owned(db)
        random.shuffle(cases)
        if len(cases) < 6:
            return
        with time_at(now() - timedelta(minutes=25)):
            await _tell_twice(db, cases[0])
            for case, (family, question) in zip(cases[1:3], QUESTIONS, strict=True):
                await call_for_help(db, case, family, question, by=await _owner(db, case))
            await _ask(db, cases[3])
            await _agree(db, cases[4])
            await _speak(db, cases[5:])


async def _owned(db: Session) -> list[Case]:
    """In the public cloud, ours to answer."""
    ours = (
        col(Case.closed_at).is_(None),
        col(Case.owner_id).is_not(None),
        Case.boundary == "public",
        Case.turn == "us",
    )
    return list(
        (await db.exec(select(Case).where(*ours, col(Case.snoozed_until).is_(None)).order_by(col(Case.id)))).all()
    )


async def _owner(db: Session, case: Case) -> Person:
    assert case.owner_id is not None
    return await db.get_one(Person, case.owner_id)


async def _tell_twice(db: Session, case: Case) -> None:
    new = NewCase(
        customer_id=case.customer_id, title=f"Again: {case.title}"[:200], description=AGAIN, claimed=case.severity
    )
    again = await open_case(db, new, by=SYSTEM)
    await merge_cases(db, case, [again], "A colleague told of the same once more.", by=await _owner(db, case))


async def _ask(db: Session, case: Case) -> None:
    able = await able_to_help(db, case)
    if able:
        await ask_for_help(db, case, await db.get_one(Person, able[0].person_id), ASKED, by=await _owner(db, case))


async def _agree(db: Session, case: Case) -> None:
    if case.contact_id is not None:
        told = {"contact_id": case.contact_id, "always_contact_id": case.contact_id, "by": await _owner(db, case)}
        await change_severity(db, case, "agreed", case.severity, "We went through the impact on the phone.", **told)  # type: ignore[arg-type]


async def _speak(db: Session, cases: list[Case]) -> None:
    """A colleague to the engineer whose pages are shown, and she to a colleague."""
    engineers = [person for person in await people(db) if person.role == "support_engineer"]
    shown, other = sorted(engineers, key=lambda person: not person.demo)[:2]
    for case in [case for case in cases if case.owner_id != shown.id][:1]:
        await add_note(db, case, SPOKEN.format(name=shown.name), by=await _owner(db, case))
    for case in [case for case in cases if case.owner_id == shown.id][:1]:
        await add_note(db, case, TOLD.format(name=other.name), by=shown)
