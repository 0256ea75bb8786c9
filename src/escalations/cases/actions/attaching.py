"""Files on a case: kept in the database, in the same transaction as their event, so that none is half there."""

from hashlib import sha256
from pathlib import PurePosixPath

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, TooLarge
from ...platform.events import Actor, record
from ...platform.lettering import as_read
from ...platform.settings import settings
from ...platform.time import now
from ..events import FileAttached
from ..files import kind_of
from ..models import Attachment, AttachmentContent, Case
from ..queries.files import bytes_on, same_file

MOST_ON_A_CASE = 40
"""Times the limit of one file."""


async def attach_file(
    db: Session, case: Case, name: str, content: bytes, *, by: Actor, internal: bool = False
) -> Attachment:
    """What type a file is its bytes say. An `internal` one never goes to the customer. The same file again is the one that is there."""
    allow(by, "work_cases")
    clean = PurePosixPath(as_read(name).replace("\\", "/")).name.strip()[:200] or "file"
    _refuse_size(clean, content)
    kind, digest = kind_of(clean, content), sha256(content).hexdigest()
    if there := await same_file(db, case, clean, digest, internal):
        return there
    if await bytes_on(db, case) + len(content) > MOST_ON_A_CASE * settings().attachment_limit:
        raise TooLarge(
            f"{case.ref} holds as many files as a case can. Put {clean} into its file share and note the link."
        )
    attachment = Attachment(
        boundary=case.boundary, case_id=case.id, name=clean, media_type=kind.media_type, shown_as=kind.shown_as, internal=internal,
        width=kind.width, height=kind.height, size=len(content), sha256=digest, at=now(), author_id=by.id,
    )  # fmt: skip
    db.add(attachment)
    await db.flush()
    db.add(AttachmentContent(boundary=case.boundary, attachment_id=attachment.id, content=content))
    case.changed_at = now()
    event = FileAttached(attachment_id=attachment.id, name=clean, size=len(content), internal=internal)
    await record(db, event, on=case, by=by)
    return attachment


def _refuse_size(name: str, content: bytes) -> None:
    limit = settings().attachment_limit
    if not content:
        raise Refused(f"{name} is empty. Choose another file.")
    if len(content) > limit:
        raise TooLarge(
            f"{name} is larger than {limit // 1024 // 1024} MB. Put it into the case's file share and note the link."
        )
