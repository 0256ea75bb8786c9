"""Files of a case for programs."""

from datetime import datetime

from litestar import get, post
from pydantic import BaseModel

from ...people.access import Me
from ...platform.web import Db, Ref, Request
from ..models import Attachment
from ..queries import attachments_of, case_for
from .attaching import received


class AttachmentOut(BaseModel):
    """`internal`: ours alone, never for the customer. What type it is its bytes say."""

    id: int
    name: str
    media_type: str
    internal: bool
    size: int
    sha256: str
    at: datetime

    @classmethod
    def of(cls, one: Attachment) -> "AttachmentOut":
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


@get("/api/cases/{ref:str}/attachments")
async def api_attachments(db: Db, person: Me, ref: Ref) -> list[AttachmentOut]:
    return [AttachmentOut.of(one) for one in await attachments_of(db, await case_for(db, person, ref))]


@post("/api/cases/{ref:str}/attachments")
async def api_attach(request: Request, db: Db, person: Me, ref: Ref) -> AttachmentOut:
    """multipart/form-data with `file`, and `internal` where it is ours alone. 413 for what is too large, 409 for what is not what its name says."""
    case = await case_for(db, person, ref, lock=True)
    return AttachmentOut.of(await received(request, db, case, person))


HANDLERS = [api_attachments, api_attach]
