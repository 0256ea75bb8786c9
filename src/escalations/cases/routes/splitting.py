"""One case that is two: entries chosen, the new case previewed as it would be, split off, and taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import get, post

from ...customers.queries import contacts_of
from ...people.access import Me
from ...people.models import Person
from ...people.roles import allow, may
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import SplitOff, split_case, take_back_split
from ..forms.merging import Splitting
from ..models import Case
from ..queries import case_for, entries_of, people_on
from ..queries.swarms import queue_name
from .merging import with_survivor

PAGE = "cases/split/new.html"


@dataclass(frozen=True)
class SplitPreview:
    """The new case as it would be."""

    queue: str
    owner: str | None
    opened_at: datetime
    due_at: datetime | None
    severity: str
    entries: int


@get("/cases/{ref:str}/split")
async def new_split(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    allow(person, "work_cases")
    return page(request, PAGE, **await _offered(db, case, person))


@post("/cases/{ref:str}/split-previews", status_code=200)
async def create_split_preview(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Splits it off, looks, and undoes all of it: what is shown is what would be."""
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Splitting)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case, person))
    try:
        preview = await preview_of(db, case, _wanted(form.value), person)
    except (Refused, NotFound) as refused:
        return conflict(request, PAGE, form.refuse("", str(refused)), **await _offered(db, case, person))
    return page(request, PAGE, form=form, **await _offered(db, case, person) | {"preview": preview})


@post("/cases/{ref:str}/splits")
async def create_split(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Splitting)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case, person))
    try:
        new = await split_case(db, case, _wanted(form.value), by=person)
    except (Refused, NotFound) as refused:
        return conflict(request, PAGE, form.refuse("", str(refused)), **await _offered(db, case, person))
    return went(request, f"/cases/{new.ref}", toast=f"{new.ref} is split off {case.ref}.")


@post("/cases/{ref:str}/unsplitting")
async def create_unsplitting(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    new, case = await both_of_split(db, person, ref)
    await take_back_split(db, new, case, by=person)
    return went(request, f"/cases/{case.ref}", toast=f"{new.ref} is part of {case.ref} again.")


async def both_of_split(db: Session, person: Person, ref: str) -> tuple[Case, Case]:
    """The new case and the one it was split off, the older one locked first."""
    new = await with_survivor(db, ref)
    case = await case_for(db, person, f"C-{new.split_from_id}", lock=True) if new.split_from_id else new
    return new, case


async def preview_of(db: Session, case: Case, wanted: SplitOff, person: Person) -> SplitPreview:
    nested = await db.begin_nested()
    try:
        new = await split_case(db, case, wanted, by=person)
        _, _, owner = await people_on(db, new)
        return SplitPreview(
            queue_name(new.queue), owner.name if owner else None, new.opened_at, new.due_at, new.severity, len(wanted.entries)
        )  # fmt: skip
    finally:
        await nested.rollback()
        await db.refresh(case)
        await db.refresh(person)


def _wanted(form: Splitting) -> SplitOff:
    return SplitOff(frozenset(form.entry), form.title, form.reason, form.contact_id, form.keep_owner)


async def _offered(db: Session, case: Case, person: Person) -> dict[str, Any]:
    customer, contact, owner = await people_on(db, case)
    contacts = await contacts_of(db, customer)
    return {
        "case": case, "customer": customer, "contact": contact, "owner": owner, "contacts": contacts, "preview": None,
        "entries": await entries_of(db, case), "names": {one.id: one.name for one in contacts},
        "owner_may_come": owner is not None and (owner.id == person.id or may(person, "assign_others")),
    }  # fmt: skip


HANDLERS = [new_split, create_split_preview, create_split, create_unsplitting]
