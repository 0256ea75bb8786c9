"""Replies, notes and what the customer wrote."""

from functools import partial

from litestar import post

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ...platform.web.pages import is_htmx
from ..actions import HeldByGate, add_note, reply_to_customer, take_customer_message
from ..forms import CustomerMessage, Note, Reply, in_zone
from ..gate import Finding
from ..models import Case
from ..presenting import UNSHOWN
from ..queries import case_for
from ..queries.merged import case_itself, trail_alone
from .composing import composer
from .showing import main_parts, told
from .spoken import said_parts, said_shown, sent_parts, sent_shown


@post("/cases/{ref:str}/replies")
async def create_reply(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Reply)
    if form.errors:
        return await composer(request, db, person, case, form, "reply")
    value = form.value
    try:
        until = in_zone(value.next_update, person.time_zone)
        sent = await reply_to_customer(
            db, case, value.text, by=person, last_seen=value.last_seen, gate_reason=value.gate_reason, next_update=until,
            also_by=value.also_by, beside=trail_alone(case, without=UNSHOWN) if is_htmx(request) else None,
        )  # fmt: skip
    except HeldByGate as held:
        refused = form.refuse("", _why_held(held.findings))
        return await composer(request, db, person, case, refused, "reply", held.findings)
    parts = partial(sent_parts, sent=sent)
    return await told(request, db, case, "cases/replies/create.html", _sent(case), parts, sent_shown)


@post("/cases/{ref:str}/notes")
async def create_note(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Note)
    if form.errors:
        return await composer(request, db, person, case, form, "note")
    try:
        await add_note(db, case, form.value.text, by=person)
    except Refused as refused:
        return await composer(request, db, person, case, form.refuse("", str(refused)), "note")
    return await told(request, db, case, "cases/notes/create.html", "Note added.", said_parts, said_shown)


@post("/cases/{ref:str}/customer-messages")
async def create_customer_message(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case, addressed = await case_for(db, person, ref, lock=True), await case_itself(db, ref)
    form = await read_form(request, CustomerMessage)
    if form.errors:
        return invalid(request, "cases/customer_messages/_form.html", form, case=case)
    await take_customer_message(db, addressed, form.value.text, by=person)
    return await told(
        request, db, case, "cases/customer_messages/create.html", "The customer's message is on the case.", main_parts
    )


def _why_held(findings: list[Finding]) -> str:
    if all(finding.promised for finding in findings):
        return "Not sent yet. Confirm the next update, then send."
    return "Not sent. Mend what is named below."


def _sent(case: Case) -> str:
    return f"Sent to the customer of {case.ref}."


HANDLERS = [create_reply, create_note, create_customer_message]
