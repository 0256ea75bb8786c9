"""What the reply gate asks the database, and what it said."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from ...customers.models import Contact, Customer, Subscription
from ...platform.db import Session
from ..models import Attachment, AttachmentContent, Case, CaseEntry, GateVerdict

READ_OF_A_FILE = 64 * 1024
"""Bytes."""


async def customer_and_contact(db: Session, case: Case) -> tuple[Customer, Contact | None, str | None]:
    """With the code of the case's subscription."""
    query = select(Customer, Contact, Subscription.code).select_from(Customer)
    query = query.outerjoin(Contact, col(Contact.id) == case.contact_id)
    query = query.outerjoin(Subscription, col(Subscription.id) == case.subscription_id)
    customer, contact, code = (await db.exec(query.where(Customer.id == case.customer_id))).one()
    return customer, contact, code


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
