"""Files of a case, without reading what is in them."""

from sqlalchemy import func
from sqlmodel import col, select

from ...platform.db import Session
from ..models import Attachment, Case


async def same_file(db: Session, case: Case, name: str, sha256: str, internal: bool) -> Attachment | None:
    same = (
        Attachment.case_id == case.id,
        Attachment.name == name,
        Attachment.sha256 == sha256,
        col(Attachment.internal) == internal,
    )
    return (await db.exec(select(Attachment).where(*same).limit(1))).first()


async def bytes_on(db: Session, case: Case) -> int:
    return (
        await db.exec(select(func.coalesce(func.sum(Attachment.size), 0)).where(Attachment.case_id == case.id))
    ).one()
