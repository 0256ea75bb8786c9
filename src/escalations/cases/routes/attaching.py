"""Files up and down."""

from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import attach_file
from ..queries import attachment_for, case_for
from .showing import told


@post("/cases/{ref:str}/attachments")
async def create_attachment(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refused("Choose a file first.")
    attachment = await attach_file(db, case, file.filename, file.content_type, await file.read(), by=person)
    return await told(request, db, case, "cases/attachments/create.html", f"{attachment.name} is attached.")


@get("/cases/{ref:str}/attachments/{attachment_id:int}")
async def show_attachment(db: Db, person: Me, ref: Ref, attachment_id: FromPath[int]) -> Response[bytes]:
    """Always as a download and never as what it claims to be: a customer's file must not run here."""
    case = await case_for(db, person, ref)
    attachment, content = await attachment_for(db, case, attachment_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


HANDLERS = [create_attachment, show_attachment]
