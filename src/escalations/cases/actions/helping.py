"""Asking one skilled person for help on a case, and raising a hand for it. Whoever owns it goes on owning it."""

from datetime import datetime, timedelta

from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow, may
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import SYSTEM, Actor, record
from ...platform.time import now
from ..events import HelpAnswered, HelpAsked, HelpOffered
from ..models import Case, CaseHelp
from ..queries.about import case_with_id
from ..queries.helping import lapsed_help, standing_help
from .assigning import tell

SAYS_WITHIN = {"A": timedelta(minutes=15), "B": timedelta(hours=1), "C": timedelta(hours=4)}
"""How long somebody has to say, by severity; then whoever asked hears that nobody did."""
OFFER_STANDS = timedelta(hours=24)


async def ask_for_help(db: Session, case: Case, person: Person, question: str, *, by: Actor) -> CaseHelp:
    """Asking the same person again while that stands changes nothing."""
    allow(by, "work_cases")
    _refuse_closed(case)
    if there := await standing_help(db, case, person.id):
        return there
    if person.id in (case.owner_id, by.id):
        raise Refused(f"{person.name} has the case already. Ask somebody else.")
    await _refuse_unable(db, case, person)
    until = now() + SAYS_WITHIN[case.severity]
    help = await _write(db, case, "asked", person, question, until, by)
    asked = HelpAsked(person_id=person.id, name=person.name, until=f"{until:%Y-%m-%d %H:%M} UTC")
    await record(db, asked, on=case, by=by, topics=(f"owner/{person.id}",))
    await tell(db, [person], case, f"{by.name} asks for your help on {case.ref}: {question}", f"help-{help.id}", "warn")
    return help


async def offer_help(db: Session, case: Case, offer: str, *, by: Person) -> CaseHelp:
    """A hand is raised; the owner hears of it and says. Of a case that nobody owns, whoever leads the shift may say."""
    allow(by, "work_cases")
    _refuse_closed(case)
    if there := await standing_help(db, case, by.id):
        return there
    if by.id == case.owner_id:
        raise Refused(f"{case.ref} is yours already.")
    help = await _write(db, case, "offered", by, offer, now() + OFFER_STANDS, by)
    await record(db, HelpOffered(person_id=by.id, name=by.name), on=case, by=by)
    if case.owner_id is not None:
        owner = await db.get_one(Person, case.owner_id)
        await tell(db, [owner], case, f"{by.name} raises a hand on {case.ref}: {offer}", f"help-{help.id}")
    return help


async def answer_help(db: Session, case: Case, help: CaseHelp, answer: str, note: str, *, by: Person) -> None:
    """Accepted or declined by whoever was asked, or by the owner where a hand was raised; ended by either of them."""
    allow(by, "work_cases")
    if help.answer == answer:
        return
    if answer == "declined" and not note.strip():
        raise Refused("Say why not, so that the next one is asked better.")
    _refuse_contradiction(help, answer)
    _refuse_bystander(case, help, answer, by)
    await _note(db, case, help, answer, note, by)
    await _tell_other(db, case, help, by)


async def sweep_help(db: Session, at: datetime, limit: int = 200) -> int:
    """Whoever was asked and did not say in time: the one who asked hears that, and asks the next."""
    lapsed = await lapsed_help(db, at, limit)
    for help in lapsed:
        case = await case_with_id(db, help.case_id, lock=True)
        if case is not None:
            await _note(db, case, help, "lapsed", "", SYSTEM)
            await _tell_of_silence(db, case, help)
    return len(lapsed)


async def _write(
    db: Session, case: Case, kind: str, person: Person, question: str, until: datetime, by: Actor
) -> CaseHelp:
    help = CaseHelp(
        boundary=case.boundary, case_id=case.id, kind=kind, person_id=person.id, question=question, at=now(), until=until,
        author_id=by.id, author_name=by.name,
    )  # fmt: skip
    db.add(help)
    await db.flush()
    return help


async def _note(db: Session, case: Case, help: CaseHelp, answer: str, note: str, by: Actor) -> None:
    help.answer, help.note, help.answered_at = answer, note, now()
    await db.flush()
    name = (await db.get_one(Person, help.person_id)).name
    said = HelpAnswered(person_id=help.person_id, name=name, answer=answer, note=note)
    await record(db, said, on=case, by=by, topics=(f"owner/{help.person_id}",))


async def _tell_other(db: Session, case: Case, help: CaseHelp, by: Person) -> None:
    other = help.author_id if by.id == help.person_id else help.person_id
    if other is None or other == by.id:
        return
    person = await db.get_one(Person, other)
    words = {"accepted": "joins in", "declined": "cannot", "ended": "ended it"}[help.answer]
    note = f": {help.note}" if help.note else ""
    await tell(db, [person], case, f"{by.name} {words} on {case.ref}{note}", f"help-{help.id}-{help.answer}")


async def _tell_of_silence(db: Session, case: Case, help: CaseHelp) -> None:
    waits = {one for one in (help.author_id, case.owner_id) if one is not None and one != help.person_id}
    people = [await db.get_one(Person, one) for one in sorted(waits)]
    name = (await db.get_one(Person, help.person_id)).name
    text = f"{name} did not say whether they can help on {case.ref}. Ask the next one."
    if help.kind == "asked" and case.is_open:
        await tell(db, people, case, text, f"help-{help.id}-lapsed", "warn")


def _refuse_closed(case: Case) -> None:
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")


def _refuse_contradiction(help: CaseHelp, answer: str) -> None:
    open_to = {"": ("accepted", "declined"), "accepted": ("ended",)}.get(help.answer, ())
    if answer not in open_to:
        raise Refused("That was settled already. Ask, or offer, again.")


def _refuse_bystander(case: Case, help: CaseHelp, answer: str, by: Person) -> None:
    asked, owner = by.id == help.person_id, by.id == case.owner_id or may(by, "assign_others")
    says = (asked or owner) if answer == "ended" else asked if help.kind == "asked" else owner and not asked
    if not says:
        whose = "whoever was asked" if help.kind == "asked" else "the owner of the case, or a duty lead,"
        raise NotAllowed(f"Only {whose} can say that.")


async def _refuse_unable(db: Session, case: Case, person: Person) -> None:
    if person.disabled_at is not None or not may(person, "work_cases"):
        raise Refused(f"{person.name} does not work on cases. Ask a support engineer.")
    if case.boundary not in await open_boundaries(db, person):
        raise NotAllowed(f"{person.name} is not cleared for {case.boundary}. Ask somebody who is.")
