"""A case that nobody can take is never silent: its page says why, and duty leads are told at once or when it has waited too long."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ...clocks.policies import clock_policies
from ...coverage.queries import who_answers_for
from ...people.models import Tone
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, record
from ...platform.time import exact, spell
from ...routing.deciding import Decision
from ...routing.rule_files import rule_set
from ..events import CaseStranded
from ..hands import Hands
from ..models import Case
from ..queries.waiting import Waiting, locked_if_waiting
from .assigning import tell
from .deciding import note_decision

LEADS = "duty_lead"
ALWAYS = "always"
AT_ONCE = 25


async def say_why_nobody(db: Session, hands: Hands, left: list[Waiting], at: datetime) -> None:
    """For those that came back to their queue unexplained, and those that have waited to the next alert: of very many the first, since a
    transaction holds them from people and jobs until it ends, and the others with the next sweep."""
    stages = {one.case_id: stage_of(one, at) for one in left}
    silent = [one for one in left if stages[one.case_id] > one.alerts or _is_unexplained(one)]
    if not silent:
        return
    said = 0
    for begin in range(0, len(silent), AT_ONCE):
        some = silent[begin : begin + AT_ONCE]
        cases = await locked_if_waiting(db, [one.case_id for one in some])
        for one in some:
            if case := cases.get(one.case_id):
                decision = hands.decide(one)
                explained = await _explain(db, case, one, decision)
                said += await _alert(db, case, decision, hands, stages[one.case_id], at) or explained
        if said:
            return


def stage_of(one: Waiting, at: datetime) -> int:
    """How many alerts its wait has earned. Milder cases wait in the business hours of their customer only."""
    limits = rule_set().assignment.alert_after.at(one.facts.severity)
    waited = at - one.queued_at
    if not limits or waited < timedelta(minutes=limits[0]):
        return 0
    calendars = clock_policies().calendars
    all_hours = one.facts.severity == "A" or one.around_the_clock
    key = ALWAYS if all_hours else calendars.serving(one.zone)
    open_time = calendars.in_force(key, at).open_between(one.queued_at, at)
    return sum(open_time >= timedelta(minutes=limit) for limit in limits)


def _is_unexplained(one: Waiting) -> bool:
    return one.decided_at is None or one.decided_at < one.queued_at


async def _explain(db: Session, case: Case, one: Waiting, decision: Decision) -> bool:
    if decision.assignee_id is not None or not (_is_unexplained(one) or decision.reasons[-1] != one.reason):
        return False
    await note_decision(db, case, decision)
    nothing_to_record(db, "that nobody takes it is told when it has lasted too long")
    return True


async def _alert(db: Session, case: Case, decision: Decision, hands: Hands, stage: int, at: datetime) -> bool:
    if stage <= case.alerts or decision.assignee_id is not None:
        return False
    case.alerts = stage
    leads = await who_answers_for(db, case.boundary)
    reason = decision.reasons[-1]
    event = CaseStranded(stage=stage, reason=reason, to=[lead.name for lead in leads])
    await record(db, event, on=case, by=SYSTEM)
    told = [f"Nobody takes {case.ref}, severity {case.severity}, {decision.routed_to.name}."]
    if at - case.queued_at >= timedelta(minutes=1):
        told.append(f"It has waited for {spell(at - case.queued_at)}.")
    told.append(reason)
    coming, tone = hands.first_to_come(decision), _tone(case)
    for lead in leads:
        until = [f"The first who could comes on shift at {exact(coming, ZoneInfo(lead.time_zone))}."] if coming else []
        await tell(db, [lead], case, " ".join(told + until), f"nobody-{stage}", tone=tone)
    return True


def _tone(case: Case) -> Tone:
    return "bad" if case.severity == "A" else "warn"
