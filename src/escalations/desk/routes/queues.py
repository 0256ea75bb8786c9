"""All queues with their counts, and one queue as a list."""

from litestar import get

from ...cases.queries.decisions import with_reasons
from ...people.access import Me
from ...people.queries import specialties_of
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..cursors import cursor, place_at
from ..heat import heat_of
from ..narrowing import Narrowing, chips, tabs
from ..presenting import hinted
from ..queries import further, known_queue, narrowed_cases, queue_lines, queue_tallies, queues_of


@get("/queues")
async def index_queues(request: Request, db: Db, person: Me) -> HtmlResponse:
    families = (await specialties_of(db, [person.id])).get(person.id, {})
    mine = set(queues_of(person, families))
    listed = await queue_lines(db)
    groups = [
        ("Yours", [line for line in listed if line.key in mine]),
        ("All other queues", [line for line in listed if line.key not in mine]),
    ]
    return page(
        request,
        "desk/queues.html",
        topics=["case"],
        groups=[group for group in groups if group[1]],
        lines=listed,
        heat=heat_of(line for _, lines in groups for line in lines),
    )


@get("/queues/{ref:str}")
async def show_queue(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    narrowing, path = Narrowing.of(request.query_params), f"/queues/{ref}"
    found = await queue_tallies(db, ref, narrowing)
    name, description = known_queue(ref, found)
    cases = await narrowed_cases(db, ref, narrowing, after=place_at(request.query_params.get("after", "")))
    behind = further(cases)
    return page(
        request, "desk/queue.html", topics=["case"], name=name, description=description, cases=[hinted(case) for case in await with_reasons(db, cases)],
        tabs=tabs(narrowing, found, path), chips=chips(narrowing, found, path, person.id if person.may("work_cases") else None),
        open=sum(tally.count for tally in found), breached=sum(tally.count for tally in found if tally.late),
        unnarrowed=path, older=narrowing.url(path, after=cursor(behind)) if behind else "",
    )  # fmt: skip


HANDLERS = [index_queues, show_queue]
