"""What stands beside a case, asked by one statement: what there is at most one of, and whether there is any of what most cases have none of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, exists, or_
from sqlalchemy import select as columns
from sqlmodel import col

from ...customers.models import Contact, Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.kept import Kept
from ...routing.facts import CaseFacts
from ..models import (
    Attachment,
    Case,
    CaseDraft,
    CaseLink,
    CaseWait,
    PreparedReply,
    RoutingDecision,
    SeverityChange,
)
from .decisions import NewestWhy


@dataclass(frozen=True)
class Beside:
    """`has` are those of `_SOME` of which there may be any: all of them, where other cases are seen together with it."""

    customer: Customer
    contact: Contact | None
    owner: Person | None
    wait: CaseWait | None
    why: NewestWhy
    has: frozenset[str]


def _of_case(column: Any, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(column) == _CASE, *more)


_CASE = bindparam("case_id", type_=BigInteger)
_SOME = {
    "files": _of_case(Attachment.case_id),
    "severity_changes": _of_case(SeverityChange.case_id),
    "drafts": _of_case(CaseDraft.case_id),
    "prepared": _of_case(PreparedReply.case_id, col(PreparedReply.withdrawn_at).is_(None)),
    "links": or_(_of_case(CaseLink.case_id), _of_case(CaseLink.other_id)),
}
_DECISIONS = col(RoutingDecision.case_id) == _CASE
_REASONS = columns(col(RoutingDecision.reasons)).where(_DECISIONS).order_by(col(RoutingDecision.id).desc()).limit(1)
_READ = columns(col(RoutingDecision.facts)).where(_DECISIONS, col(RoutingDecision.trigger) == "opened").limit(1)
_WHAT: tuple[Any, ...] = (
    Customer,
    Contact,
    Person,
    CaseWait,
    _REASONS.scalar_subquery(),
    _READ.scalar_subquery(),
    *_SOME.values(),
)


def _asks(*first: Any) -> Kept[Any]:
    query = columns(*first, *_WHAT).select_from(Case).join(Customer, col(Customer.id) == Case.customer_id)
    query = query.outerjoin(Contact, col(Contact.id) == Case.contact_id).outerjoin(
        Person, col(Person.id) == Case.owner_id
    )
    return Kept(query.outerjoin(CaseWait, col(CaseWait.case_id) == Case.id).where(col(Case.id) == _CASE))


_BESIDE, _WITH_ITSELF = _asks(), _asks(Case)


async def beside_case(db: Session, case: Case) -> Beside:
    [found] = await _BESIDE.all(db, case_id=case.id)
    return _beside(case, *found)


async def case_and_beside(db: Session, ref: str) -> tuple[Case, Beside]:
    """That very case, merged or not, for its page: the same door as `case_itself`."""
    found = await _WITH_ITSELF.first(db, case_id=id_of(ref, "C"))
    if found is None:
        raise NotFound(f"There is no case {ref}, or it is not yours to see.")
    return found[0], _beside(*found)


def _beside(
    case: Case, customer: Customer, contact: Contact | None, owner: Person | None, wait: CaseWait | None, reasons: list[str] | None,
    read: dict[str, Any] | None, *some: bool,
) -> Beside:  # fmt: skip
    has = frozenset(name for name, is_there in zip(_SOME, some, strict=True) if is_there or case.absorbed)
    return Beside(
        customer, contact, owner, wait, NewestWhy(reasons or [], CaseFacts.from_json(read) if read else None), has
    )
