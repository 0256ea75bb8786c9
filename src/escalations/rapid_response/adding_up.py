"""The facts of a case or an incident as points."""

from datetime import datetime, timedelta

from ..clocks.kinds import KINDS
from ..platform.time import spell
from .plight import Part, Plight
from .weights import Weights

FAR = timedelta(days=3650)
NOT_SILENT = timedelta(seconds=-1)
REPLY_MEETS = ("first_response", "next_update", "promise")
REPLY, UPDATE, TAKE, ASK = "a reply to the customer", "an update", "taking the request", "asking the silent customers"
OF_ENGAGEMENT = "engagement"


def parts_of(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    claimed_higher = plight.claimed < plight.severity
    return [
        Part("severity", weights.severity.of(plight.severity), f"severity {plight.severity}"),
        Part("evidence", weights.evidence.claimed_higher * claimed_higher, f"the customer says {plight.claimed}"),
        Part("evidence", weights.evidence.around_the_clock * plight.around_the_clock, "works on it around the clock"),
        *_clock(plight, weights, at),
        *_silence(plight, weights, at),
        Part("incident", weights.incident.points * plight.incident, "part of an active incident"),
        *_history(plight, weights),
        Part("promises", weights.broken.at(plight.broken), "1 promise broken" if plight.broken == 1 else f"{plight.broken} promises broken"),
        *_moment(plight, weights, at),
        Part("requested", weights.requested.points * plight.requested, "rapid response was asked and nobody has taken it", TAKE),
        Part("hit", weights.hit.at(plight.hit), f"hits {_times(plight.hit, 'covered customer')}"),
        Part("silent", weights.silent.at(plight.silent), f"{_times(plight.silent, 'covered customer')} hit and silent", ASK),
    ]  # fmt: skip


def _clock(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.due_at is None:
        return []
    left, act = plight.due_at - at, REPLY if plight.due_kind in REPLY_MEETS else ""
    what = KINDS[plight.due_kind].words if plight.due_kind in KINDS else "next step"
    if plight.due_kind == OF_ENGAGEMENT:
        what, act = "promised update", UPDATE
    if left > timedelta():
        return [Part("clock", weights.due.at(_minutes(left)), f"{what} due in {spell(left)}", act)]
    late = weights.due.at(0) + weights.overdue.at(_minutes(-left))
    return [Part("clock", late, f"{what} late by {spell(left)}", act)]


def _silence(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.silent_since is None:
        return []
    silent, act = at - plight.silent_since, UPDATE if plight.is_incident else REPLY
    return [Part("silence", weights.silence.at(_minutes(silent)), f"no word from us for {spell(silent)}", act)]


def _history(plight: Plight, weights: Weights) -> list[Part]:
    return [
        Part("reopened", weights.reopened.at(plight.reopened), f"reopened {plight.reopened} ×"),
        Part("transfers", weights.transfers.at(plight.transfers), f"moved between teams {plight.transfers} ×"),
        Part("escalated", weights.escalated.points * plight.escalated, "a product group has it"),
    ]


def _moment(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.moment_at is None:
        return []
    until = max(plight.moment_at - at, timedelta())
    says = f"{plight.moment} in {spell(until)}" if until else f"{plight.moment} is on"
    return [Part("moment", weights.moment.at(_minutes(until)), says)]


def raw_facts(plight: Plight, at: datetime) -> tuple[float, ...]:
    """The facts themselves, for cases whose points are equal; the oldest case last of all."""
    due = (plight.due_at - at) if plight.due_at else FAR
    silent = (at - plight.silent_since) if plight.silent_since else NOT_SILENT
    moment = max(plight.moment_at - at, timedelta()) if plight.moment_at else FAR
    return (
        "ABC".index(plight.severity), "ABC".index(plight.claimed), -plight.around_the_clock, -plight.requested, due.total_seconds(),
        -silent.total_seconds(), -plight.incident, -plight.broken, -plight.reopened, -plight.transfers, -plight.escalated,
        moment.total_seconds(), -plight.hit, -plight.silent, plight.case_id,
    )  # fmt: skip


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60


def _times(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
