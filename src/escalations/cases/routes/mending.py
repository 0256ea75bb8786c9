"""One button of a finding: it mends the typed text, or says that the newer messages were read. Nothing is sent."""

from litestar import post

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, read_form
from ..actions import DraftedElsewhere, save_draft
from ..actions.drafting import catch_up, may_draft
from ..actions.gating import findings_of
from ..forms import Draft
from ..gate import Finding, Remedy, mended
from ..models import Case
from ..queries import case_for, newest_entry
from .composing import composer


@post("/cases/{ref:str}/replies/mending/{mark:str}", status_code=200)
async def create_mending(request: Request, db: Db, person: Me, ref: Ref, mark: Ref) -> HtmlResponse:
    """`mark` names a finding and its remedy. What is not found any more is mended already."""
    case = await case_for(db, person, ref)
    may_draft("reply", person)
    form = await read_form(request, Draft)
    if form.errors:
        return await composer(request, db, person, case, form, "reply")
    draft = form.value
    for finding in await findings_of(db, case, draft.text, draft.last_seen, by=person):
        for number, remedy in enumerate(finding.remedies):
            if mark == f"{finding.mark}-{number}":
                await _mend(db, case, draft, finding, remedy, person)
    _show(form, draft)
    found = await findings_of(db, case, draft.text, draft.last_seen, by=person)
    response = await composer(
        request, db, person, case, form, "reply", [one for one in found if not _is_kept(one, draft)]
    )
    response.headers["HX-Reswap"] = "outerHTML"
    return response


async def _mend(db: Session, case: Case, draft: Draft, finding: Finding, remedy: Remedy, person: Person) -> None:
    if remedy.kind == "read":
        draft.last_seen = await newest_entry(db, case)
        await catch_up(db, case, draft.last_seen)
    if remedy.kind == "clock":
        draft.next_update = finding.promised[0].at
    if remedy.kind == "replace":
        draft.text = mended(draft.text, finding, remedy)
        try:
            kept = await save_draft(
                db, case, "reply", draft.text, version=draft.version, seen=draft.last_seen, by=person
            )
        except DraftedElsewhere:
            return
        draft.version = kept.version if kept else 0


def _show(form: Form[Draft], draft: Draft) -> None:
    form.typed |= {"text": draft.text}


def _is_kept(finding: Finding, draft: Draft) -> bool:
    return finding.rule == "promise" and draft.next_update is not None


HANDLERS = [create_mending]
