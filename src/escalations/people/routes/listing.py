"""The people, in pages."""

from litestar import get

from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..access import Me
from ..away import away_at
from ..queries import cleared_for, on_shift, people_counts, people_found, specialties_of

PAGE = 60


@get("/people")
async def index_people(request: Request, db: Db, person: Me) -> HtmlResponse:
    text, after = request.query_params.get("q", ""), request.query_params.get("after", "")
    away = await away_at(db, now())
    there = await on_shift(db, now(), away.keys())
    found = await people_found(db, text, there, PAGE + 1, after=int(after) if after.isdecimal() else None)
    shown, ids = found[:PAGE], [one.id for one in found[:PAGE]]
    levels, cleared = await specialties_of(db, ids), await cleared_for(db, ids, now())
    return page(
        request, "people/index.html", topics=["person", "absence"], text=text, counts=await people_counts(db, there), away=away,
        groups=[("On shift now", [one for one in shown if one.is_there]), ("Off shift", [one for one in shown if not one.is_there])],
        families=sorted({family for known in levels.values() for family in known}),
        known={one: sorted(known, key=lambda family: -known[family]) for one, known in levels.items()},
        sovereign={one: [boundary for boundary in held if boundary != "public"] for one, held in cleared.items()},
        next_after=ids[-1] if len(found) > PAGE else None,
    )  # fmt: skip


HANDLERS = [index_people]
