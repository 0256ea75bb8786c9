"""Who is on call now, next and in the coming weeks."""

from typing import Any

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..models import Rotation
from ..presenting import my_shifts, rotation_lines
from ..queries import absences_of, open_swaps, overrides_of, rotation_for


@get("/on-call")
async def index_on_call(request: Request, db: Db, person: Me) -> HtmlResponse:
    lines = await rotation_lines(db, person)
    return page(
        request, "coverage/index.html", topics=["rotation", "absence"], lines=lines, mine=await my_shifts(db, person),
        rotations={line.rotation.id: line.rotation for line in lines}, absences=await absences_of(db, person, now()),
        **await swaps_around(db, person_id=person.id),
    )  # fmt: skip


@get("/on-call/{ref:str}")
async def show_rotation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "coverage/show.html", **await about(db, person, await rotation_for(db, ref)))


async def about(db: Session, person: Person, rotation: Rotation) -> dict[str, Any]:
    await db.flush()
    (line,) = await rotation_lines(db, person, rotation)
    return {
        "rotation": rotation,
        "line": line,
        "topics": [rotation.subject],
        "overrides": await overrides_of(db, rotation, now()),
        **await swaps_around(db, rotation_id=rotation.id),
    }


async def swaps_around(db: Session, *, rotation_id: int | None = None, person_id: int | None = None) -> dict[str, Any]:
    swaps = await open_swaps(db, rotation_id=rotation_id, person_id=person_id)
    return {"swaps": swaps, "names": {one.id: one.name for one in await people(db)}}


HANDLERS = [index_on_call, show_rotation]
