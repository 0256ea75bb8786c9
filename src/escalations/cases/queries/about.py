"""Every SELECT about cases that a page or verb of this room needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func
from sqlalchemy import case as either
from sqlalchemy import select as columns
from sqlmodel import and_, col, or_, select

from ...customers.models import Contact, Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.kept import Kept
from ..models import (
    Attachment,
    AttachmentContent,
    Case,
    CaseClosure,
    CaseEntry,
    CaseLink,
    CaseWait,
    RoutingDecision,
    SeverityChange,
)
from .merged import case_itself, locked_survivor, said_on, seen_together, survivor_of


async def case_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Case:
    """The one door to a case: the number of a merged one leads to its survivor. What a person may not see does not exist.
    `lock` is for verbs, which come one after another."""
    if not lock:
        return await survivor_of(db, await case_itself(db, ref))
    found = await locked_survivor(db, id_of(ref, "C"))
    if found is None:
        raise NotFound(f"There is no case {ref}, or it is not yours to see.")
    return found


async def case_with_id(db: Session, case_id: int, *, lock: bool = False) -> Case | None:
    if not lock:
        return await _WITH_ID.first(db, its=case_id)
    query = select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    return (await db.exec(query)).one_or_none()


_WITH_ID: Kept[Case] = Kept(select(Case).where(col(Case.id) == bindparam("its", type_=BigInteger)))


async def case_with_key(db: Session, boundary: str, key: str) -> Case | None:
    """Whoever is opening one under this key is waited for, and waits for this transaction."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"case {boundary} {key}", 0))))
    return (await db.exec(select(Case).where(Case.boundary == boundary, Case.external_key == key))).one_or_none()


async def entries_of(db: Session, case: Case) -> Sequence[CaseEntry]:
    """With what is seen together with it: of cases merged into it, and of the one it was split off."""
    return await said_on(db, case)


async def entry_with_key(db: Session, case: Case, key: str) -> CaseEntry | None:
    """Of all that is seen together on its page."""
    here = col(CaseEntry.case_id).in_(await seen_together(db, case))
    return (await db.exec(select(CaseEntry).where(here, CaseEntry.external_key == key))).first()


async def newest_entry(db: Session, case: Case) -> int:
    """Of all that is seen together on its page."""
    here = col(CaseEntry.case_id).in_(await seen_together(db, case))
    return (await db.exec(select(func.max(CaseEntry.id)).where(here))).one() or 0


async def newest_customer_entry(db: Session, case: Case) -> int | None:
    return (
        await db.exec(
            select(func.max(CaseEntry.id)).where(
                col(CaseEntry.case_id).in_(await seen_together(db, case)), CaseEntry.kind == "customer"
            )
        )
    ).one()


async def attachments_of(db: Session, case: Case) -> list[Attachment]:
    here = col(Attachment.case_id).in_(await seen_together(db, case))
    return list((await db.exec(select(Attachment).where(here).order_by(col(Attachment.id)))).all())


async def attachment_for(db: Session, case: Case, attachment_id: int) -> tuple[Attachment, bytes]:
    query = select(Attachment, AttachmentContent.content).join(
        AttachmentContent, col(AttachmentContent.attachment_id) == Attachment.id
    )
    here = (Attachment.id == attachment_id, col(Attachment.case_id).in_(await seen_together(db, case)))
    found = (await db.exec(query.where(*here))).one_or_none()
    if found is None:
        raise NotFound("There is no such file on this case.")
    return found[0], found[1]


async def wait_of(db: Session, case: Case) -> CaseWait | None:
    return await db.get(CaseWait, case.id)


async def closure_of(db: Session, case: Case) -> CaseClosure | None:
    return await db.get(CaseClosure, case.id)


async def decisions_of(db: Session, case: Case) -> list[RoutingDecision]:
    """Newest first: the first one is why the case is where it is."""
    return list(
        (
            await db.exec(
                select(RoutingDecision)
                .where(RoutingDecision.case_id == case.id)
                .order_by(col(RoutingDecision.id).desc())
            )
        ).all()
    )


async def severity_changes_of(db: Session, case: Case) -> list[SeverityChange]:
    return list(
        (
            await db.exec(
                select(SeverityChange).where(SeverityChange.case_id == case.id).order_by(col(SeverityChange.id))
            )
        ).all()
    )


@dataclass(frozen=True)
class LinkedCase:
    """`outward` when the link was made from this case to the other."""

    link: CaseLink
    id: int
    title: str
    closed_at: datetime | None
    outward: bool


async def links_of(db: Session, case: Case) -> list[LinkedCase]:
    """In both directions, oldest first. CASE, since row-level security bars the index to COALESCE."""
    there = either((col(CaseLink.case_id) == case.id, col(CaseLink.other_id)), else_=col(CaseLink.case_id))
    other = col(Case.id) == there
    mine = or_(CaseLink.case_id == case.id, CaseLink.other_id == case.id)
    query = (
        select(CaseLink, Case.id, Case.title, Case.closed_at).join(Case, other).where(mine).order_by(col(CaseLink.id))
    )
    return [
        LinkedCase(link, id, title, closed, link.case_id == case.id)
        for link, id, title, closed in (await db.exec(query)).all()
    ]


async def link_between(db: Session, case_: Case, other: Case, kind: str) -> CaseLink | None:
    """Being related has no direction: it is the same link from either side."""
    here = and_(CaseLink.case_id == case_.id, CaseLink.other_id == other.id)
    there = and_(CaseLink.case_id == other.id, CaseLink.other_id == case_.id)
    query = select(CaseLink).where(or_(here, there) if kind == "related" else here, CaseLink.kind == kind)
    return (await db.exec(query)).one_or_none()


async def link_with_id(db: Session, case_: Case, link_id: int) -> CaseLink | None:
    """Only a link of this case, in either direction."""
    ends = or_(CaseLink.case_id == case_.id, CaseLink.other_id == case_.id)
    return (await db.exec(select(CaseLink).where(CaseLink.id == link_id, ends))).one_or_none()


async def parents_above(db: Session, case_: Case) -> set[int]:
    """Every case that `case_` is part of, however far up."""
    above = (
        select(CaseLink.other_id)
        .where(CaseLink.case_id == case_.id, CaseLink.kind == "parent")
        .cte("above", recursive=True)
    )
    further = (
        select(CaseLink.other_id)
        .join(above, col(CaseLink.case_id) == above.c.other_id)
        .where(CaseLink.kind == "parent")
    )
    return set((await db.exec(select(above.union(further).c.other_id))).all())


async def open_children_of(db: Session, case: Case) -> list[int]:
    query = select(Case.id).join(CaseLink, col(CaseLink.case_id) == Case.id)
    return list(
        (
            await db.exec(
                query.where(CaseLink.other_id == case.id, CaseLink.kind == "parent", col(Case.closed_at).is_(None))
            )
        ).all()
    )


async def people_on(db: Session, case: Case) -> tuple[Customer, Contact | None, Person | None]:
    its = {"customer": case.customer_id, "contact": case.contact_id, "owner": case.owner_id}
    customer, contact, owner = (await db.exec(_PEOPLE, params=its)).one()
    return customer, contact, owner


_PEOPLE = (
    select(Customer, Contact, Person)
    .select_from(Customer)
    .outerjoin(Contact, col(Contact.id) == bindparam("contact", type_=BigInteger))
    .outerjoin(Person, col(Person.id) == bindparam("owner", type_=BigInteger))
    .where(col(Customer.id) == bindparam("customer", type_=BigInteger))
)


async def cases_that_slept_until(db: Session, at: datetime, limit: int = 200) -> list[Case]:
    """Locked; what another sweep has locked is left to it."""
    query = select(Case).where(_slept_until(at)).order_by(col(Case.snoozed_until)).limit(limit)
    return list((await db.exec(query.with_for_update(key_share=True, skip_locked=True))).all())


async def waits_that_ended_by(db: Session, at: datetime, limit: int = 200) -> list[Case]:
    query = select(Case).join(CaseWait, col(CaseWait.case_id) == Case.id).where(_waited_until(at)).limit(limit)
    return list((await db.exec(query.with_for_update(of=Case, key_share=True, skip_locked=True))).all())


def where_rest_ends(at: datetime) -> list[Select[Any]]:
    """Where a case slept, or waited for its customer, until then."""
    waited = columns(col(Case.boundary)).join(CaseWait, col(CaseWait.case_id) == Case.id).where(_waited_until(at))
    return [columns(col(Case.boundary)).where(_slept_until(at)), waited]


def _slept_until(at: datetime) -> ColumnElement[bool]:
    return and_(col(Case.snoozed_until) <= at, col(Case.closed_at).is_(None))


def _waited_until(at: datetime) -> ColumnElement[bool]:
    return and_(col(CaseWait.until) <= at, col(Case.closed_at).is_(None))
