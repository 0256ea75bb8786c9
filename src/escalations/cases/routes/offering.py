"""What can be done with a case: each verb in its dialog."""

from collections.abc import Iterable
from typing import Any

from litestar import get

from ...catalog.loading import catalogue
from ...customers.queries import contacts_of
from ...people.access import Me
from ...people.queries import Colleague, colleagues_who_may
from ...people.roles import allow
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ...platform.web.pages import is_htmx
from ..models import Case
from ..queries import case_for, people_on
from ..queries.swarms import swarm_view
from .showing import WORDS, brake


@get("/cases/{ref:str}/dialogs")
async def show_dialogs(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The case page asks for them when it has come to rest; to a browser without scripts they are a page."""
    case = await case_for(db, person, ref)
    allow(person, "work_cases")
    template = "cases/_dialogs.html" if is_htmx(request) else "cases/dialogs.html"
    return page(request, template, **await offered(db, case))


async def offered(db: Session, case: Case) -> dict[str, Any]:
    customer, _, _ = await people_on(db, case)
    return {
        "case": case,
        "contacts": await contacts_of(db, customer),
        "engineers": to_choose_from(await colleagues_who_may(db, "work_cases")),
        "swarm": await swarm_view(db, case),
        "brake": brake(),
        "catalogue": catalogue(),
        **WORDS,
    }


def to_choose_from(colleagues: Iterable[Colleague]) -> list[tuple[str, str, str]]:
    return [(one.ref, one.name, one.presence) for one in colleagues]


HANDLERS = [show_dialogs]
