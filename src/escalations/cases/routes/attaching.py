"""Files up and down."""

from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import attach_file
from ..models import Attachment, Case
from ..queries import attachment_for, case_for
from .showing import told

ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For a file that is opened by itself: nothing in it runs or loads anything."""


@post("/cases/{ref:str}/attachments")
async def create_attachment(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    attachment = await received(request, db, case, person)
    return await told(request, db, case, "cases/attachments/create.html", f"{attachment.name} is attached.")


async def received(request: Request, db: Session, case: Case, person: Person) -> Attachment:
    """The file of a form, with whether it is ours alone."""
    form = await request.form()
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refused("Choose a file first.")
    return await attach_file(db, case, file.filename, await file.read(), by=person, internal=bool(form.get("internal")))


@get("/cases/{ref:str}/attachments/{attachment_id:int}")
async def show_attachment(db: Db, person: Me, ref: Ref, attachment_id: FromPath[int]) -> Response[bytes]:
    """Always as a download and never as what it claims to be: a customer's file must not run here."""
    attachment, content = await attachment_for(db, await case_for(db, person, ref), attachment_id)
    return _sent(attachment, content, "application/octet-stream", "attachment")


@get("/cases/{ref:str}/attachments/{attachment_id:int}/picture")
async def show_picture(db: Db, person: Me, ref: Ref, attachment_id: FromPath[int]) -> Response[bytes]:
    """Only what its bytes say is a picture, under that type and no other."""
    attachment, content = await attachment_for(db, await case_for(db, person, ref), attachment_id)
    if not attachment.shown_as:
        raise NotFound(f"{attachment.name} is no picture. Download it instead.")
    return _sent(attachment, content, attachment.shown_as, "inline")


def _sent(attachment: Attachment, content: bytes, media_type: str, disposition: str) -> Response[bytes]:
    headers = {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(attachment.name, safe='')}",
        "Content-Security-Policy": ALONE,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


HANDLERS = [create_attachment, show_attachment, show_picture]
