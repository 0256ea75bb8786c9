"""Setting a prepared reply aside."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import withdraw_prepared_reply
from ..queries import case_for
from .showing import told


@post("/cases/{ref:str}/prepared-reply/withdrawal")
async def create_withdrawal_of_prepared_reply(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    await withdraw_prepared_reply(db, case, by=person)
    return await told(request, db, case, "cases/replies/create.html", "The prepared reply is set aside.")


HANDLERS = [create_withdrawal_of_prepared_reply]
