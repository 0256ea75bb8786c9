"""Promoting a spike to an incident, or rejecting it."""

from typing import Any

from litestar import post

from ...people.access import Me
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, conflict, invalid, read_form
from ...platform.web.pages import went
from ..actions import promote_alarm, reject_alarm
from ..forms import Promotion, Rejection
from ..models import SpikeAlarm
from ..queries import alarm_for
from .showing import about


@post("/spikes/{ref:str}/promotion")
async def create_promotion(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    alarm = await alarm_for(db, person, ref, lock=True)
    allow(person, "declare_incidents")
    form = await read_form(request, Promotion)
    if form.errors:
        return await _mend(request, db, alarm, form, "promotion")
    try:
        incident = await promote_alarm(db, alarm, form.value.account(person.time_zone), form.value.case_ids, by=person)
    except Refused as refused:
        return await _refuse(request, db, alarm, form.refuse("", str(refused)), "promotion")
    return went(request, f"/incidents/{incident.ref}", toast=f"{alarm.ref} is {incident.ref} now.")


@post("/spikes/{ref:str}/rejection")
async def create_rejection(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    alarm = await alarm_for(db, person, ref, lock=True)
    allow(person, "declare_incidents")
    form = await read_form(request, Rejection)
    if form.errors:
        return await _mend(request, db, alarm, form, "rejection")
    try:
        await reject_alarm(db, alarm, form.value.kind, form.value.reason, by=person)
    except Refused as refused:
        return await _refuse(request, db, alarm, form.refuse("", str(refused)), "rejection")
    return changed(
        request, "spikes/changed.html", page=f"/spikes/{ref}", toast=f"{ref} is rejected.", **await about(db, alarm)
    )


async def _mend(request: Request, db: Session, alarm: SpikeAlarm, form: Form[Any], form_of: str) -> HtmlResponse:
    return invalid(request, "spikes/show.html", form, **await about(db, alarm, form_of=form_of))


async def _refuse(request: Request, db: Session, alarm: SpikeAlarm, form: Form[Any], form_of: str) -> HtmlResponse:
    return conflict(request, "spikes/show.html", form, **await about(db, alarm, form_of=form_of))


HANDLERS = [create_promotion, create_rejection]
