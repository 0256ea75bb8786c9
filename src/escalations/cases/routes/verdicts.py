"""What the reply gate said of everything that was sent on a case."""

from litestar import get

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..gate import RULES
from ..queries import case_for
from ..queries.gating import verdicts_of


@get("/cases/{ref:str}/verdicts")
async def show_verdicts(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Newest first."""
    case = await case_for(db, person, ref)
    verdicts = list(reversed(await verdicts_of(db, case)))
    return page(request, "cases/verdicts.html", case=case, verdicts=verdicts, titles=RULES)


HANDLERS = [show_verdicts]
