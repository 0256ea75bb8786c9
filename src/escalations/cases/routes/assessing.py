"""Facts."""

import dataclasses
from typing import Any

from litestar import post

from ...catalog.loading import catalogue
from ...people.access import Me
from ...platform.errors import Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, read_form
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
        return conflict(
            request, "cases/facts/_form.html", form.refuse("", str(stale)), theirs=_shown(case), **_offered(case)
        )
    return await told(request, db, case, "cases/facts/create.html", "Facts saved.")


def _facts(form: FactsForm, prefix: str, zone: str) -> Facts:
    value = {field.name: getattr(form, prefix + field.name) for field in dataclasses.fields(Facts)}
    return Facts(**value | {"problem_started_at": in_zone(value["problem_started_at"], zone)})


def _shown(case: Case) -> dict[str, Any]:
    return {name: value for name, value in vars(Facts.of(case)).items() if value is not None}


def _offered(case: Case) -> dict[str, Any]:
    return {"case": case, "catalogue": catalogue()}


HANDLERS = [create_facts]
