"""Who holds what, who has not looked at it, and where a case has been."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, func, or_, select, update
from sqlalchemy import case as either
from sqlmodel import col

from ...catalog.loading import catalogue
from ...people.models import Clearance, Person
from ...platform.db import Session
from ...platform.events import EventRow
from ...routing.facts import CaseFacts
from ..models import Case, CaseTransfer, RoutingDecision
from .counting import OUR_TURNS


@dataclass(frozen=True)
class Holder:
    """Somebody who owns open cases of a boundary. `is_cleared` tells whether they may still see them."""

    id: int
    name: str
    role: str
    presence: str
    disabled_at: datetime | None
    time_zone: str
    shift_start: int
    shift_end: int
    shift_days: list[int]
    boundary: str
    is_cleared: bool


async def holders(db: Session, at: datetime) -> list[Holder]:
    held = select(col(Case.owner_id), col(Case.boundary)).where(
        col(Case.closed_at).is_(None), col(Case.owner_id).is_not(None)
    )
    theirs = held.distinct().subquery()
    open_now = (
        col(Clearance.granted_at) <= at,
        col(Clearance.expires_at) > at,
        func.coalesce(col(Clearance.revoked_at) > at, True),
    )
    cleared = exists().where(
        col(Clearance.person_id) == Person.id, col(Clearance.boundary) == theirs.c.boundary, *open_now
    )
    query = select(
        col(Person.id), col(Person.name), col(Person.role), col(Person.presence), col(Person.disabled_at), col(Person.time_zone),
        col(Person.shift_start), col(Person.shift_end), col(Person.shift_days), theirs.c.boundary, cleared,
    ).join(theirs, theirs.c.owner_id == Person.id)  # fmt: skip
    return [Holder(*row) for row in await db.execute(query)]


async def cases_held_by(
    db: Session, people: Iterable[tuple[int, str]], *conditions: ColumnElement[bool], limit: int
) -> list[Case]:
    """Open cases of these people, of each in one boundary, locked; what another sweep has locked is left to it."""
    inside = defaultdict[str, list[int]](list)
    for person_id, boundary in people:
        inside[boundary].append(person_id)
    theirs = or_(false(), *((col(Case.boundary) == one) & col(Case.owner_id).in_(ids) for one, ids in inside.items()))
    query = (
        select(Case)
        .where(theirs, col(Case.closed_at).is_(None), *conditions)
        .order_by(col(Case.severity), col(Case.id))
    )
    query = query.limit(limit).with_for_update(key_share=True, skip_locked=True)
    return list((await db.execute(query.execution_options(populate_existing=True))).scalars())


async def note_heard(db: Session, acts: Mapping[int, datetime]) -> None:
    """Past the version of the case: nobody who edits it meanwhile is disturbed by this."""
    heard = update(Case).where(col(Case.id).in_(acts)).values(heard_at=either(dict(acts), value=col(Case.id)))
    await db.execute(heard, execution_options={"synchronize_session": False})


def is_owed(until: datetime) -> ColumnElement[bool]:
    """Ours to answer, and critical or due by then."""
    soon = (col(Case.due_at) < until) & (col(Case.due_kind) != "follow_up")
    return _is_ours() & or_(col(Case.severity) == "A", soon)


def is_unheard(since: datetime) -> ColumnElement[bool]:
    """Ours to answer, assigned by then, and nothing is known of its owner having done anything on it."""
    return _is_ours() & col(Case.heard_at).is_(None) & (col(Case.assigned_at) <= since)


async def acts_of_owners(db: Session, cases: Sequence[Case]) -> dict[int, datetime]:
    """By case, when its owner first did something on it since it became theirs."""
    if not cases:
        return {}
    theirs = {case.thread: case for case in cases}
    acted = (col(EventRow.thread).in_(list(theirs)), col(EventRow.actor_id).in_({case.owner_id for case in cases}))
    query = (
        select(col(EventRow.thread), col(EventRow.actor_id), col(EventRow.at)).where(*acted).order_by(col(EventRow.id))
    )
    acts: dict[int, datetime] = {}
    for thread, actor_id, at in await db.execute(query):
        case = theirs[thread]
        if actor_id == case.owner_id and (case.assigned_at is None or at >= case.assigned_at):
            acts.setdefault(case.id, at)
    return acts


async def acted_since(db: Session, case: Case, since: datetime) -> bool:
    """Whether its owner did something on it after that moment."""
    mine = (col(EventRow.thread) == case.thread, col(EventRow.actor_id) == case.owner_id, col(EventRow.at) >= since)
    return bool((await db.execute(select(exists().where(*mine)))).scalar())


async def transfers_of(db: Session, case: Case) -> list[CaseTransfer]:
    query = select(CaseTransfer).where(col(CaseTransfer.case_id) == case.id).order_by(col(CaseTransfer.id))
    return list((await db.execute(query)).scalars())


async def facts_when_opened(db: Session, case: Case) -> CaseFacts:
    """As the rules were asked then; of a case that was brought in, as it stands."""
    first = select(col(RoutingDecision.facts)).where(
        col(RoutingDecision.case_id) == case.id, col(RoutingDecision.trigger) == "opened"
    )
    found = (await db.execute(first.order_by(col(RoutingDecision.id)).limit(1))).scalar()
    if found is not None:
        return CaseFacts.from_json(found)
    cloud = catalogue().boundary(case.boundary).cloud
    return CaseFacts(
        severity=case.severity, boundary=case.boundary, cloud=cloud, opened_at=case.opened_at, family=case.family, product=case.product,  # type: ignore[arg-type]
        region=case.region, language=case.language, error_codes=tuple(case.error_codes), text=f"{case.title}\n{case.description}",
        family_sure=True, problem_started_at=case.problem_started_at,
    )  # fmt: skip


def _is_ours() -> ColumnElement[bool]:
    return col(Case.turn).in_(OUR_TURNS) & col(Case.snoozed_until).is_(None)
