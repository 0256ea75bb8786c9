"""Cases that are one: chosen, previewed, merged, and taken apart again."""

from collections.abc import Sequence
from typing import Any

from litestar import get, post

from ...customers.models import Customer
from ...people.access import Me
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused, id_of
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import merge_cases, unmerge_case
from ..actions.merging import refuse_odd_pair
from ..forms.merging import Merging, refs_in
from ..merge_preview import MergePreview, Side, clocks_after
from ..models import Case
from ..queries.merged import case_itself, counts_of, held_elsewhere, open_clocks_of, other_open_cases, owners_of

PAGE = "cases/merging/new.html"


@get("/cases/{ref:str}/merging")
async def new_merging(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """With what was chosen in the address: a preview can be sent to somebody."""
    case = await case_itself(db, ref)
    allow(person, "work_cases")
    chosen = refs_in(" ".join(request.query_params.getall("other", [])))
    return page(request, PAGE, **await _offered(db, case, chosen))


@post("/cases/{ref:str}/merging")
async def create_merging(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    form = await read_form(request, Merging)
    chosen = refs_in(" ".join(form.typed.get("other", [])))
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, await case_itself(db, ref), chosen))
    try:
        survivor, others = await locked(db, person, ref, chosen)
        await merge_cases(db, survivor, others, form.value.reason, by=person, tell_owners=form.value.tell_owners)
    except (Refused, NotFound) as refused:
        form.refuse("", str(refused))
        return conflict(request, PAGE, form, **await _offered(db, await case_itself(db, ref), chosen))
    said = f"{', '.join(one.ref for one in others)} {'is' if len(others) == 1 else 'are'} part of {survivor.ref} now."
    return went(request, f"/cases/{survivor.ref}", toast=said)


@post("/cases/{ref:str}/unmerging")
async def create_unmerging(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await with_survivor(db, ref)
    await unmerge_case(db, case, by=person)
    return went(request, f"/cases/{case.ref}", toast=f"{case.ref} stands for itself again.")


async def locked(db: Session, person: Person, ref: str, others: Sequence[str]) -> tuple[Case, list[Case]]:
    """The smallest number first, so that two who merge crosswise do not wait for each other."""
    refs = sorted({ref, *others}, key=lambda one: id_of(one, "C"))
    found = {id_of(one, "C"): await case_itself(db, one, lock=True) for one in refs}
    return found[id_of(ref, "C")], [found[id_of(one, "C")] for one in others]


async def with_survivor(db: Session, ref: str) -> Case:
    """Both are locked, the smaller number first."""
    case = await case_itself(db, ref)
    ids = sorted(one for one in (case.id, case.merged_into_id) if one is not None)
    return next(one for one in [await case_itself(db, f"C-{number}", lock=True) for number in ids] if one.id == case.id)


async def _offered(db: Session, case: Case, chosen: Sequence[str]) -> dict[str, Any]:
    preview, unknown = await preview_of(db, case, chosen) if chosen else (None, [])
    return {
        "case": case,
        "customer": await db.get_one(Customer, case.customer_id),
        "siblings": await other_open_cases(db, case),
        "chosen": chosen,
        "preview": preview,
        "unknown": unknown,
    }


async def preview_of(db: Session, case: Case, chosen: Sequence[str]) -> tuple[MergePreview, list[str]]:
    """With the numbers that lead nowhere."""
    others, unknown = list[Case](), list[str]()
    for ref in chosen:
        try:
            others.append(await case_itself(db, ref))
        except NotFound as missing:
            unknown.append(str(missing))
    everyone = [case, *others]
    counts, owners, held = (
        await counts_of(db, everyone),
        await owners_of(db, everyone),
        await held_elsewhere(db, others),
    )

    def side(one: Case, problem: str = "") -> Side:
        return Side(one, owners.get(one.id), counts.get(one.id, 0), problem)

    sides = [side(one, _problem(one, case, held.get(one.id))) for one in others]
    return MergePreview(side(case), sides, clocks_after(case, await open_clocks_of(db, everyone))), unknown


def _problem(one: Case, survivor: Case, held_by: str | None) -> str:
    try:
        refuse_odd_pair(one, survivor, held_by)
    except Refused as refused:
        return str(refused)
    return ""


HANDLERS = [new_merging, create_merging, create_unmerging]
