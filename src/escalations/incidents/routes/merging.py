"""Two incidents that are one, and one that is two."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused, id_of
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..accounts import Account
from ..actions import ChangedMeanwhile, merge_incident, split_incident, unmerge_incident
from ..forms import MergeInto, SplitOff, seen_in
from ..models import Incident
from ..queries import incident_for
from ..queries.choosing import confirmed_choosable
from ..ticking import ticks
from .answering import mend


@post("/incidents/{ref:str}/merging")
async def create_merging(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    form = await read_form(request, MergeInto)
    if form.errors:
        return await mend(request, db, await incident_for(db, person, ref), form, "merging")
    try:
        incident, into = await both_locked(db, person, ref, form.value.into)
    except NotFound as missing:
        incident = await incident_for(db, person, ref)
        return await mend(request, db, incident, form.refuse("into", str(missing)), "merging")
    await merge_incident(db, incident, into, form.value.reason, by=person)
    return went(
        request, f"/incidents/{into.ref}?merged={incident.ref}", toast=f"{incident.ref} is merged into {into.ref}."
    )


@post("/incidents/{ref:str}/unmerging")
async def create_unmerging(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    if incident.merged_into_id is not None:
        incident, _ = await both_locked(db, person, ref, f"I-{incident.merged_into_id}")
    await unmerge_incident(db, incident, by=person)
    return went(request, f"/incidents/{ref}", toast=f"{incident.ref} stands for itself again.")


@get("/incidents/{ref:str}/split")
async def new_split(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    allow(person, "declare_incidents")
    return page(request, "incidents/split.html", **await _splittable(db, incident))


@post("/incidents/{ref:str}/splits")
async def create_split(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    allow(person, "declare_incidents")
    form = await read_form(request, SplitOff)
    if form.errors:
        return invalid(request, "incidents/split.html", form, **await _splittable(db, incident, form))
    try:
        account = form.value.account(person.time_zone)
        other = await split_incident(db, incident, account, seen_in(form.value.link), by=person)
    except (Refused, ChangedMeanwhile) as refused:
        return conflict(
            request, "incidents/split.html", form.refuse("", str(refused)), **await _splittable(db, incident, form)
        )
    return went(request, f"/incidents/{other.ref}", toast=f"{other.ref} is split off {incident.ref}.")


async def both_locked(db: Session, person: Person, ref: str, other: str) -> tuple[Incident, Incident]:
    """Locked, the one with the smaller id first, so that two who merge crosswise do not wait for each other."""
    refs = sorted({ref, other}, key=lambda one: id_of(one, "I"))
    found = {id_of(one, "I"): await incident_for(db, person, one, lock=True) for one in refs}
    return found[id_of(ref, "I")], found[id_of(other, "I")]


async def _splittable(db: Session, incident: Incident, form: Form[Any] | None = None) -> dict[str, Any]:
    was = Account.of(incident)
    account = Account(**{**vars(was), "title": "", "started_at": min(was.started_at, now())})
    return {
        "incident": incident,
        "was": account,
        "cases": await confirmed_choosable(db, incident),
        "ticked": set(form.typed.get("link", [])) if form else set(),
        **ticks([incident.boundary], account, form),
    }


HANDLERS = [create_merging, create_unmerging, new_split, create_split]
