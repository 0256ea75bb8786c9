"""Who helps on a case, who could, and which cases look for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as columns
from sqlmodel import and_, col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.time import now
from ...routing.naming import name_of
from ...routing.ranking import Weighed
from ...routing.rule_files import rule_set
from ..hands import Hands
from ..models import Case, CaseHelp, HelpCall
from .rosters import roster
from .waiting import as_waiting

PLENTY = 100
MOST = 12


@dataclass(frozen=True)
class Helper:
    """Somebody asked or offering, with their name."""

    help: CaseHelp
    name: str


@dataclass(frozen=True)
class Able:
    """Somebody who could be asked, and why they come where they come."""

    person_id: int
    name: str
    why: str


@dataclass(frozen=True)
class Call:
    """A case that looks for help. `mine` where the reader has raised a hand or is asked already."""

    case: Case
    call: HelpCall
    mine: bool


async def standing_help(db: Session, case: Case, person_id: int) -> CaseHelp | None:
    theirs = (CaseHelp.case_id == case.id, CaseHelp.person_id == person_id, col(CaseHelp.answer).in_(("", "accepted")))
    return (await db.exec(select(CaseHelp).where(*theirs))).one_or_none()


async def help_for(db: Session, case: Case, help_id: int) -> CaseHelp:
    query = select(CaseHelp).where(CaseHelp.id == help_id, CaseHelp.case_id == case.id)
    found = (await db.exec(query)).one_or_none()
    if found is None:
        raise NotFound("Nobody was asked that on this case.")
    return found


async def helpers_of(db: Session, case: Case) -> list[Helper]:
    query = select(CaseHelp, Person.name).join(Person, col(Person.id) == CaseHelp.person_id)
    rows = await db.exec(query.where(CaseHelp.case_id == case.id).order_by(col(CaseHelp.id)))
    return [Helper(help, name) for help, name in rows.all()]


async def call_of(db: Session, case: Case) -> HelpCall | None:
    return await db.get(HelpCall, case.id)


async def lapsed_help(db: Session, at: datetime, limit: int) -> Sequence[CaseHelp]:
    query = select(CaseHelp).where(_lapses_by(at)).order_by(col(CaseHelp.until))
    return (await db.exec(query.limit(limit).with_for_update(key_share=True, skip_locked=True))).all()


def where_help_lapses(at: datetime) -> list[Select[Any]]:
    return [columns(col(CaseHelp.boundary)).where(_lapses_by(at))]


def _lapses_by(at: datetime) -> ColumnElement[bool]:
    return and_(col(CaseHelp.answer) == "", col(CaseHelp.until) <= at)


async def able_to_help(db: Session, case: Case) -> list[Able]:
    """As routing would rank them for this case; somebody whose hands are full can still lend one."""
    at = now()
    waiting = (await as_waiting(db, [case.id], at))[case.id]
    taken = {one.help.person_id for one in await helpers_of(db, case) if one.help.answer in ("", "accepted")}
    others = [one for one in await roster(db) if one.person_id not in taken | {case.owner_id}]
    hands = Hands([replace(one, load=0, capacity=PLENTY) for one in others], rule_set(), at)
    weighed = [one for one in hands.decide(waiting).candidates if one.is_able]
    ranked = sorted(weighed, key=lambda one: (-(one.score or 0), one.person_id))
    held = {one.person_id: f"{one.load} of {one.capacity} units in hand" for one in others}
    return [Able(one.person_id, one.name, _why(one, held[one.person_id])) for one in ranked[:MOST]]


def _why(one: Weighed, held: str) -> str:
    levels = ", ".join(f"{name_of('family', skill)} at level {level}" for skill, level in one.levels.items())
    more = [name for name in ("preferred", "language", "familiar") if one.points.get(name)]
    words = {"preferred": "preferred for it", "language": "speaks their language", "familiar": "knows the customer"}
    return "; ".join(part for part in (levels, *(words[name] for name in more), held) if part)


async def calls_for_help(db: Session, person: Person, limit: int = 100) -> list[Call]:
    """The severest first. What the reader owns is not theirs to raise a hand for."""
    query = select(Case, HelpCall).join(HelpCall, col(HelpCall.case_id) == Case.id)
    others = col(Case.owner_id).is_distinct_from(person.id)
    open_ones = query.where(col(Case.closed_at).is_(None), HelpCall.until > now(), others)
    rows = (await db.exec(open_ones.order_by(col(Case.severity), col(HelpCall.since)).limit(limit))).all()
    mine = {one.case_id for one in await asked_of(db, person, ("", "accepted"))}
    return [Call(case, call, case.id in mine) for case, call in rows]


async def asked_of(db: Session, person: Person, answers: Sequence[str] = ("",)) -> Sequence[CaseHelp]:
    theirs = (CaseHelp.person_id == person.id, col(CaseHelp.answer).in_(answers))
    return (await db.exec(select(CaseHelp).where(*theirs).order_by(col(CaseHelp.until)))).all()
