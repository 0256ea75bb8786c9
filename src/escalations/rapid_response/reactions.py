"""What a case does carries over to those who look after it, and whoever must know is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ..cases.events import CaseClosed, CaseMerged, CaseUnmerged, SeverityChanged
from ..cases.models import Case
from ..cases.queries import case_with_id, people_on
from ..clocks.actions.telling import DUTY_LEAD, concerns_leads, still_so, tell_of_clock
from ..clocks.events import ClockBreached, ClockWarned
from ..coverage.queries import people_on_duty
from ..people.actions import give_notice
from ..people.models import Person
from ..platform.db import Session
from ..platform.errors import id_of
from ..platform.events import SYSTEM, Recorded, on
from .actions import retime_request, settle_request
from .actions.merging import follow_merge, follow_unmerge
from .events import (
    EngagementUpdateNearing,
    EngagementUpdateOverdue,
    HandoverUnacknowledged,
    RapidResponseRequested,
)
from .models import Engagement, Handover
from .queries import cases_in, engagement_with_id, hold, holder_of, open_promise


@on(CaseClosed)
async def follow_closed_case(db: Session, fact: Recorded[CaseClosed]) -> None:
    """A request without an open case is taken back; the lead of an engagement without one is asked to stand down."""
    case = await case_with_id(db, int(fact.subject.removeprefix("case/")), lock=True)
    engagement = await hold(db, case) if case else None
    if case is None or engagement is None or engagement.requested_at > fact.at:
        return
    await settle_request(db, engagement)
    lead = await _lead_of(db, engagement)
    if lead is not None and not await cases_in(db, engagement, only_open=True):
        text = f"All cases of {engagement.ref} are closed. Stand down and write what was learned."
        await give_notice(db, [lead], about=engagement, page=engagement.url, text=text, key=f"closed/{fact.id}")


@on(CaseMerged)
async def follow_merged_case(db: Session, fact: Recorded[CaseMerged]) -> None:
    """The lead of an engagement whose last case is part of another's hears of it."""
    pair = await _pair(db, fact.subject, fact.event.into)
    if pair is None or pair[0].merged_into_id != pair[1].id:
        return
    engagement = await follow_merge(db, *pair)
    lead = await _lead_of(db, engagement) if engagement else None
    if engagement is not None and lead is not None and not await cases_in(db, engagement, only_open=True):
        text = f"{pair[0].ref} is part of {pair[1].ref}, which another engagement has. Stand {engagement.ref} down."
        await give_notice(db, [lead], about=engagement, page=engagement.url, text=text, key=f"merged/{fact.id}")


@on(CaseUnmerged)
async def follow_unmerged_case(db: Session, fact: Recorded[CaseUnmerged]) -> None:
    pair = await _pair(db, fact.subject, fact.event.into)
    if pair is not None and pair[0].merged_into_id is None:
        await follow_unmerge(db, *pair)


async def _pair(db: Session, subject: str, into: str) -> tuple[Case, Case] | None:
    """Both locked, in the order of their numbers."""
    first, second = int(subject.removeprefix("case/")), id_of(into, "C")
    found = {number: await case_with_id(db, number, lock=True) for number in sorted((first, second))}
    absorbed, survivor = found[first], found[second]
    return (absorbed, survivor) if absorbed and survivor else None


@on(SeverityChanged)
async def follow_severity(db: Session, fact: Recorded[SeverityChanged]) -> None:
    """To the severity the case has by now, in case it has moved on since."""
    case = await case_with_id(db, int(fact.subject.removeprefix("case/")), lock=True)
    if case is not None and case.is_open and fact.event.kind == "assessed":
        await retime_request(db, case, f"severity {fact.event.was} → {case.severity}", by=SYSTEM)


@on(RapidResponseRequested)
async def tell_the_lead(db: Session, fact: Recorded[RapidResponseRequested]) -> None:
    """Of a further case of a customer whom they look after."""
    engagement = await engagement_with_id(db, int(fact.subject.removeprefix("rapid_response/")))
    lead = await _lead_of(db, engagement) if engagement else None
    if engagement is not None and lead is not None and lead.id != fact.actor_id:
        ref = f"C-{fact.thread.removeprefix('case/')}"
        text = f"{ref}, severity {fact.event.severity}, joined {engagement.ref}: {engagement.title}."
        key = f"joined/{fact.id}"
        await give_notice(db, [lead], about=engagement, page=f"/cases/{ref}", text=text, key=key, tone="warn")


@on(EngagementUpdateNearing, EngagementUpdateOverdue)
async def tell_of_promised_update(
    db: Session, fact: Recorded[EngagementUpdateNearing | EngagementUpdateOverdue]
) -> None:
    """The lead; once it is late the duty lead too. What was kept meanwhile is no news any more."""
    engagement = await engagement_with_id(db, int(fact.subject.removeprefix("rapid_response/")))
    promise = await open_promise(db, engagement) if engagement else None
    if engagement is None or promise is None or promise.id != fact.event.promise_id:
        return
    late = isinstance(fact.event, EngagementUpdateOverdue)
    lead = await _lead_of(db, engagement)
    told = {one.id: one for one in ([lead] if lead else [])}
    if late:
        told |= {one.id: one for one in await people_on_duty(db, DUTY_LEAD, engagement.boundary)}
    for person in told.values():
        when = datetime.fromisoformat(fact.event.due_at).astimezone(ZoneInfo(person.time_zone))
        words = "was promised for" if late else "is promised by"
        text = f"{engagement.ref} ({engagement.title}): the next update {words} {when:%H:%M %Z}."
        await give_notice(
            db, [person], about=engagement, page=engagement.url, text=text, key=f"update/{fact.id}", tone="bad" if late else "warn"
        )  # fmt: skip


@on(HandoverUnacknowledged)
async def page_the_duty_lead(db: Session, fact: Recorded[HandoverUnacknowledged]) -> None:
    """The receiver too. Whoever has acknowledged it meanwhile ends the paging."""
    handover = await db.get(Handover, fact.event.handover_id)
    case = await case_with_id(db, fact.event.case_id)
    if handover is None or case is None:
        return
    receiver = await db.get_one(Person, handover.receiver_id)
    leads = await people_on_duty(db, DUTY_LEAD, case.boundary)
    told = {person.id: person for person in (receiver, *leads)}
    text = f"{case.ref} (severity A) of {handover.ref} waits for {receiver.name} to acknowledge it: {case.title}."
    await give_notice(
        db, told.values(), about=handover, page=handover.url, text=text, key=f"unacknowledged/{fact.id}", tone="bad"
    )


@on(ClockWarned, ClockBreached, when=lambda told: told.holder == "rapid_response")
async def tell_of_requests(db: Session, fact: Recorded[ClockWarned | ClockBreached]) -> None:
    """That a request waits for somebody to take it."""
    case = await case_with_id(db, fact.event.case_id)
    if case is None or not case.is_open or not await still_so(db, fact):
        return
    told = await people_on_duty(db, "rapid_response", case.boundary)
    if await concerns_leads(db, fact):
        told += await people_on_duty(db, DUTY_LEAD, case.boundary)
    customer, _, _ = await people_on(db, case)
    named = f"Rapid response for {case.ref} ({customer.name})"
    await tell_of_clock(db, told, fact, about=case, named=named, page=f"/cases/{case.ref}")


async def _lead_of(db: Session, engagement: Engagement) -> Person | None:
    held = await holder_of(db, engagement, "lead")
    return await db.get(Person, held.person_id) if held else None
