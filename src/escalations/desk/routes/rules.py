"""The routing rules as they stand, and what they would do with a text."""

import asyncio
from datetime import timedelta
from typing import Any

from litestar import get, post

from ...cases.queries import roster
from ...catalog.loading import catalogue
from ...customers.models import PLANS
from ...people.access import Me
from ...platform.db import Session
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, invalid, page, read_form
from ...routing.linting import skilled
from ...routing.rule_files import rule_set, rule_set_fault
from ..forms import RuleTrial
from ..presenting.checks import DAYS, rule_check
from ..queries import hits_of_rules, try_text
from ..wording import rule_lines


@get("/rules")
async def index_rules(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "desk/rules.html", **await _rules(db), trial=None)


@post("/rules/trials", status_code=200)
async def show_trial(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A POST because a text is too long for an address; nothing is changed or kept."""
    form = await read_form(request, RuleTrial)
    if form.errors:
        return invalid(request, "desk/rules.html", form, **await _rules(db), trial=None)
    return page(request, "desk/rules.html", form=form, **await _rules(db), trial=await try_text(db, form.value))


async def _rules(db: Session) -> dict[str, Any]:
    hits = await hits_of_rules(db, now() - timedelta(days=DAYS))
    fault, staff = rule_set_fault(), skilled(await roster(db))
    boundaries = [(boundary.key, boundary.name) for boundary in catalogue().boundaries.values()]
    return {
        "rules": rule_lines(),
        "hash": rule_set().hash,
        "fault": fault,
        "check": await asyncio.to_thread(rule_check, staff, fault),
        "hits": {rule.name: hits.get(rule.name, 0) for rule in rule_set().rules},
        "catalogue": catalogue(),
        "plans": list(PLANS.items()),
        "boundaries": boundaries,
    }


HANDLERS = [index_rules, show_trial]
