"""Files on a case: kept in the database, in the same transaction as their event, so that none is half there."""

from hashlib import sha256
from pathlib import PurePosixPath

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.settings import settings
from ...platform.time import now
from ..events import FileAttached
from ..models import Attachment, AttachmentContent, Case


async def attach_file(db: Session, case: Case, name: str, media_type: str, content: bytes, *, by: Actor) -> Attachment:
    allow(by, "work_cases")
    limit = settings().attachment_limit
    if not content:
        raise Refused("That file is empty. Choose another one.")
    if len(content) > limit:
        raise Refused(
            f"That file is larger than {limit // 1024 // 1024} MB. Put it into the case's file share and note the link."
        )
    clean = PurePosixPath(name.replace("\\", "/")).name.strip()[:200] or "file"
    attachment = Attachment(
        boundary=case.boundary, case_id=case.id, name=clean, media_type=media_type[:100] or "application/octet-stream", size=len(content),
        sha256=sha256(content).hexdigest(), at=now(), author_id=by.id,
    )  # fmt: skip
    db.add(attachment)
    await db.flush()
    db.add(AttachmentContent(boundary=case.boundary, attachment_id=attachment.id, content=content))
    case.changed_at = now()
    await record(db, FileAttached(attachment_id=attachment.id, name=clean, size=len(content)), on=case, by=by)
    return attachment
