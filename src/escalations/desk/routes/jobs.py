"""Jobs that wait, run, or were given up."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Session
from ...platform.errors import NotFound, Unusable
from ...platform.job_desk import held_jobs, job_counts
from ...platform.web import Db, HtmlResponse, Request, changed, page, read_form
from ..actions import drop_jobs, replay_jobs
from ..forms import Drop, Replay
from ..presenting import job_lines

MOST = 100


@get("/jobs")
async def index_jobs(request: Request, db: Db, person: Me) -> HtmlResponse:
    if not person.may("administer"):
        raise NotFound
    return page(request, "desk/jobs.html", topics=["jobs"], **await _jobs(db, person))


@post("/jobs/replays")
async def create_replay(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, Replay)
    if form.errors:
        raise Unusable("A job is named by its number; without one, all that are held go back to work.")
    count = await replay_jobs(db, None if form.value.job is None else [form.value.job], by=person)
    told = f"{count} back at work." if count else "Nothing was held any more."
    return changed(request, "desk/jobs/changed.html", page="/jobs", toast=told, **await _jobs(db, person))


@post("/jobs/drops")
async def create_drop(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, Drop)
    if form.errors:
        raise Unusable("Say which job is to be dropped, by its number.")
    count = await drop_jobs(db, [form.value.job], by=person)
    told = "Dropped." if count else "It was not held any more, or is of a boundary you are not cleared for."
    return changed(request, "desk/jobs/changed.html", page="/jobs", toast=told, **await _jobs(db, person))


async def _jobs(db: Session, person: Person) -> dict[str, Any]:
    held = await held_jobs(db, limit=MOST)
    return {"counts": await job_counts(db), "held": job_lines(held, await open_boundaries(db, person)), "most": MOST}


HANDLERS = [index_jobs, create_replay, create_drop]
