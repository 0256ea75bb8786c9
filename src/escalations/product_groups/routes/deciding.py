"""What every verb on an escalation has in common: the form is read, the verb is done, and the escalation is shown as it is now."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.web import HtmlResponse, Request, changed, conflict, invalid, read_form
from ..models import Escalation
from ..presenting import about_escalation
from ..queries import escalation_for

M = TypeVar("M", bound=BaseModel)


async def told(request: Request, db: Session, person: Person, escalation: Escalation, toast: str) -> HtmlResponse:
    about = await about_escalation(db, person, escalation)
    page = f"/escalations/{escalation.ref}"
    return changed(request, "product_groups/decided.html", page=page, toast=toast, **about)


async def decide(
    request: Request, db: Session, person: Person, ref: str, kind: type[M], part: str, act: Callable[[Escalation, M], Awaitable[str]],
) -> HtmlResponse:  # fmt: skip
    """`act` does the verb and answers with the words of the toast. What it refuses comes back in the form, with what was typed."""
    escalation = await escalation_for(db, person, ref)
    template, form = f"product_groups/{part}/_form.html", await read_form(request, kind)
    if form.errors:
        return invalid(request, template, form, **await about_escalation(db, person, escalation))
    try:
        toast = await act(escalation, form.value)
    except (Refused, NotFound) as refused:
        return conflict(
            request, template, form.refuse("", str(refused)), **await about_escalation(db, person, escalation)
        )
    return await told(request, db, person, escalation, toast)
