"""What the reply gate asks the database, and what it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, BindParameter, Select, Text, bindparam, cast, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...customers.models import Contact, Customer, Subscription
from ...customers.queries import other_domains
from ...platform.db import Session
from ...platform.kept import Asked, Kept
from ..models import Attachment, AttachmentContent, Case, CaseEntry, GateVerdict

READ_OF_A_FILE = 64 * 1024
"""Bytes."""


@dataclass(frozen=True)
class Addressed:
    """Whom a reply goes to, and of whom it must not speak. `code` is that of the case's subscription; `domains` are where others
    of the contact's customer have their addresses; `internal_files` are names."""

    customer: Customer
    contact: Contact | None
    code: str | None
    domains: frozenset[str]
    internal_files: tuple[str, ...]


async def addressed_on(db: Session, case: Case) -> Addressed:
    return addressed_of(await who_is_addressed(case).all(db))


def who_is_addressed(case: Case) -> Asked[Any]:
    return _addressed().of(
        its=case.id, customer=case.customer_id, contact=case.contact_id, subscription=case.subscription_id
    )


def addressed_of(rows: Sequence[Any]) -> Addressed:
    [(customer, contact, code, domains, internal_files)] = rows
    return Addressed(customer, contact, code, frozenset(domains or ()), tuple(internal_files or ()))


@cache
def _addressed() -> Kept[Any]:
    inside = (col(Attachment.case_id) == _number("its"), col(Attachment.internal))
    files = columns(cast(func.array_agg(col(Attachment.name)), ARRAY(Text))).where(*inside).scalar_subquery()
    query: Select[Any] = columns(Customer, Contact, col(Subscription.code), other_domains(), files)
    query = query.select_from(Customer).outerjoin(Contact, col(Contact.id) == _number("contact"))
    query = query.outerjoin(Subscription, col(Subscription.id) == _number("subscription"))
    return Kept(query.where(col(Customer.id) == _number("customer")))


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger)


async def files_named(db: Session, case: Case, names: Sequence[str]) -> list[tuple[str, bytes]]:
    """Name and beginning of those files of the case."""
    beginning = func.substr(AttachmentContent.content, 1, READ_OF_A_FILE)
    query = select(Attachment.name, beginning).join(
        AttachmentContent, col(AttachmentContent.attachment_id) == Attachment.id
    )
    named = query.where(Attachment.case_id == case.id, col(Attachment.name).in_(names)).order_by(col(Attachment.id))
    return [(name, content) for name, content in (await db.exec(named)).all()]


async def names_of_files(db: Session, case: Case) -> Sequence[str]:
    return (await db.exec(select(Attachment.name).where(Attachment.case_id == case.id))).all()


async def verdict_on(db: Session, entry: CaseEntry) -> GateVerdict | None:
    return (await db.exec(select(GateVerdict).where(GateVerdict.entry_id == entry.id))).one_or_none()


async def verdicts_of(db: Session, case: Case) -> Sequence[GateVerdict]:
    """In the order of the replies."""
    return (
        await db.exec(select(GateVerdict).where(GateVerdict.case_id == case.id).order_by(col(GateVerdict.id)))
    ).all()
