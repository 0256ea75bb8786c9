"""Facts."""

import dataclasses
from typing import Any

from litestar import post

from ...catalog.loading import catalogue
from ...people.access import Me
from ...platform.errors import Stale
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, read_form
from ..actions import Facts, correct_facts
from ..forms import FactsForm, in_zone
from ..models import Case
from ..queries import case_for
from .showing import told


@post("/cases/{ref:str}/facts")
async def create_facts(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, FactsForm)
    if form.errors:
        return invalid(request, "cases/facts/_form.html", form, **_offered(case))
    seen, wanted = _facts(form.value, "was_", person.time_zone), _facts(form.value, "", person.time_zone)
    try:
        await correct_facts(db, case, seen, wanted, by=person)
    except Stale as stale:
        moved = _renewed(form, seen, wanted, Facts.of(case))
        return conflict(request, "cases/facts/_form.html", form.refuse("", str(stale)), theirs=moved, **_offered(case))
    return await told(request, db, case, "cases/facts/create.html", "Facts saved.")


def _facts(form: FactsForm, prefix: str, zone: str) -> Facts:
    value = {field.name: getattr(form, prefix + field.name) for field in dataclasses.fields(Facts)}
    return Facts(**value | {"problem_started_at": in_zone(value["problem_started_at"], zone)})


def _renewed(form: Form[FactsForm], seen: Facts, wanted: Facts, saved: Facts) -> set[str]:
    """Which were saved otherwise than they were seen. What the person left alone stands in the form as it is saved, so that saving
    again takes nobody's word back."""
    for name in vars(saved):
        if getattr(wanted, name) == getattr(seen, name):
            form.typed.pop(name, None)
    if wanted.around_the_clock == seen.around_the_clock and saved.around_the_clock:
        form.typed["around_the_clock"] = "1"
    return {name for name, value in vars(saved).items() if value != getattr(seen, name)}


def _offered(case: Case) -> dict[str, Any]:
    return {"case": case, "catalogue": catalogue()}


HANDLERS = [create_facts]
