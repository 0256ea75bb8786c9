"""My work: what I own, by what it needs, and what I could claim."""

from litestar import get

from ...cases.queries import open_cases_owned_by
from ...cases.queries.swarms import swarm_calls
from ...people.access import Me
from ...people.queries import specialties_of
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ...platform.web.pages import went
from ..presenting import grouped, hinted, shift_words
from ..queries import queues_of, unowned_in

DAYS_START = {
    "product_group_engineer": "/escalations",
    "communications_lead": "/incidents",
    "readiness_manager": "/people",
    "administrator": "/people",
    "auditor": "/audit",
}
"""Where the day begins for those who own no cases."""


@get("/")
async def show_my_work(request: Request, db: Db, person: Me) -> HtmlResponse:
    if not person.may("work_cases"):
        return went(request, DAYS_START[person.role])
    own = await open_cases_owned_by(db, person.id)
    queues = queues_of(person, (await specialties_of(db, [person.id])).get(person.id, {}))
    return page(
        request, "desk/work.html", topics=[f"owner/{person.id}", "case"], groups=grouped(own), own=len(own), queues=queues,
        unowned=[hinted(case) for case in await unowned_in(db, queues)], shift=shift_words(person, now()), calls=await swarm_calls(db, person),
    )  # fmt: skip


HANDLERS = [show_my_work]
