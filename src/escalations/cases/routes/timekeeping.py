"""Where the time of a case went: a page, and the few lines of it that stand beside the case."""

from typing import Any

from litestar import get

from ...clocks.auditing import FINDINGS
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..account import case_account
from ..models import Case
from ..promises import zone_of
from ..queries import case_for
from ..queries.time import time_rows


@get("/cases/{ref:str}/time")
async def show_time(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    told = await _told(db, person, case)
    return page(request, "cases/time.html", **told, findings_words=FINDINGS, topics=[case.subject])


@get("/cases/{ref:str}/time/bar")
async def show_time_bar(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "cases/time/slot.html", **await _told(db, person, await case_for(db, person, ref)))


async def _told(db: Session, person: Person, case: Case) -> dict[str, Any]:
    return {"case": case, "account": case_account(case, await time_rows(db, case), zone_of(person))}


HANDLERS = [show_time, show_time_bar]
