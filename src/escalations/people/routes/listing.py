"""The people, in pages."""

from litestar import get

from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..access import Me
from ..away import away_at
from ..queries import clearances_of, on_shift, people_counts, people_found, specialties_of

PAGE = 60


@get("/people")
async def index_people(request: Request, db: Db, person: Me) -> HtmlResponse:
    text, after = request.query_params.get("q", ""), request.query_params.get("after", "")
    away = await away_at(db, now())
    there = await on_shift(db, now(), away.keys())
    found = await people_found(db, text, there, PAGE + 1, after=int(after) if after.isdecimal() else None)
    shown, ids = found[:PAGE], [one.id for one, _ in found[:PAGE]]
    return page(
        request, "people/index.html", topics=["person", "absence"], text=text, counts=await people_counts(db, there), away=away,
        groups=[("On shift now", [one for one, is_there in shown if is_there]), ("Off shift", [one for one, is_there in shown if not is_there])],
        specialties=await specialties_of(db, ids), clearances=await clearances_of(db, ids),
        next_after=ids[-1] if len(found) > PAGE else None,
    )  # fmt: skip


HANDLERS = [index_people]
