"""The JSON API of the desk: the same queries."""

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from ...people.access import Me
from ...platform.web import Db, Ref, Request
from ..asking import asking
from ..cursors import cursor, place_at
from ..forms import RuleTrial
from ..narrowing import Narrowing
from ..presenting import found_by_kind
from ..queries import further, known_queue, narrowed_cases, queue_lines, queue_tallies, trail_for, try_text
from ..queries.asked import answer_to
from ..queries.trails import PAGE
from ..shapes import CaseOut, CasesOut, EventOut, FoundOut, QueueOut, TrailOut, TrialOut


@get("/api/queues")
async def list_queues(db: Db, person: Me) -> list[QueueOut]:
    return [QueueOut.model_validate(line, from_attributes=True) for line in await queue_lines(db)]


@get("/api/queues/{ref:str}")
async def read_queue(request: Request, db: Db, person: Me, ref: Ref) -> CasesOut:
    """Narrowed by the words of the page: view, severity, covered, late, boundary, family, owner."""
    narrowing = Narrowing.of(request.query_params)
    known_queue(ref, await queue_tallies(db, ref, narrowing))
    cases = await narrowed_cases(db, ref, narrowing, after=place_at(request.query_params.get("after", "")))
    behind = further(cases)
    return CasesOut(cases=[CaseOut.of(line) for line in cases], after=cursor(behind) if behind else None)


@get("/api/search")
async def read_search(db: Db, person: Me, q: FromQuery[str] = "", limit: FromQuery[int] = 20) -> list[FoundOut]:
    """Filters are words of `q`, as on the search page."""
    answer = await answer_to(db, asking(q[:400]), person, limit=min(max(limit, 1), 100))
    return [
        FoundOut(
            kind=kind.key, ref=one.ref, url=one.url, title=one.title.striptags(), words=one.why, boundary=one.boundary
        )
        for kind in found_by_kind(answer.hits, answer.cases)
        for one in kind.found
    ]


@get("/api/audit/{kind:str}/{object_id:str}")
async def read_trail(
    db: Db, person: Me, kind: FromPath[str], object_id: FromPath[str], before: FromQuery[int | None] = None
) -> TrailOut:
    rows = await trail_for(db, person, f"{kind}/{object_id}", before=before)
    return TrailOut(events=[EventOut.of(row) for row in rows], before=rows[-1].id if len(rows) == PAGE else None)


@post("/api/rules/try", status_code=200)
async def read_trial(db: Db, person: Me, data: JSONBody[RuleTrial]) -> TrialOut:
    """Changes nothing."""
    return TrialOut.of(await try_text(db, data))


HANDLERS = [list_queues, read_queue, read_search, read_trail, read_trial]
