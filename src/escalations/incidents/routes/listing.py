"""The list of incidents."""

from litestar import get

from ...people.access import Me
from ...platform.errors import NotFound, id_of
from ...platform.web import Db, HtmlResponse, Request, page
from ..queries import PAGE, resolved_incidents, unresolved_incidents


@get("/incidents")
async def index_incidents(request: Request, db: Db, person: Me) -> HtmlResponse:
    before = _before(request.query_params.get("before", ""))
    unresolved = [] if before else await unresolved_incidents(db)
    resolved = await resolved_incidents(db, before=before)
    older = f"/incidents?before={resolved[-1].ref}" if len(resolved) == PAGE else ""
    return page(
        request,
        "incidents/index.html",
        topics=["incident"],
        unresolved=unresolved,
        resolved=resolved,
        older=older,
        is_first=before is None,
    )


def _before(ref: str) -> int | None:
    try:
        return id_of(ref, "I")
    except NotFound:
        return None


HANDLERS = [index_incidents]
