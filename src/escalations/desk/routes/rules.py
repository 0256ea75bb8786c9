"""The routing rules as they stand, and what they would do with a text."""

from typing import Any

from litestar import get, post

from ...catalog.loading import catalogue
from ...customers.models import PLANS
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Request, invalid, page, read_form
from ...routing.rule_files import rule_set
from ..forms import RuleTrial
from ..queries import try_text
from ..wording import rule_lines


@get("/rules")
async def index_rules(request: Request, person: Me) -> HtmlResponse:
    return page(request, "desk/rules.html", **_rules(), trial=None)


@post("/rules/trials", status_code=200)
async def show_trial(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A POST because a text is too long for an address; nothing is changed or kept."""
    form = await read_form(request, RuleTrial)
    if form.errors:
        return invalid(request, "desk/rules.html", form, **_rules(), trial=None)
    return page(request, "desk/rules.html", form=form, **_rules(), trial=await try_text(db, form.value))


def _rules() -> dict[str, Any]:
    boundaries = [(boundary.key, boundary.name) for boundary in catalogue().boundaries.values()]
    return {
        "rules": rule_lines(),
        "hash": rule_set().hash,
        "catalogue": catalogue(),
        "plans": list(PLANS.items()),
        "boundaries": boundaries,
    }


HANDLERS = [index_rules, show_trial]
