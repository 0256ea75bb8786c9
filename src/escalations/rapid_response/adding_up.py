"""The facts of a case as points."""

from datetime import datetime, timedelta

from ..clocks.kinds import KINDS
from ..platform.time import spell
from .plight import Part, Plight
from .weights import Weights

FAR = timedelta(days=3650)
NOT_SILENT = timedelta(seconds=-1)
REPLY_MEETS = ("first_response", "next_update", "promise")


def parts_of(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    return [
        Part("severity", weights.severity.of(plight.severity), f"severity {plight.severity}"),
        *_clock(plight, weights, at),
        *_silence(plight, weights, at),
        Part("reopened", weights.reopened.at(plight.reopened), f"reopened {plight.reopened} ×"),
        Part("escalated", weights.escalated.points * plight.escalated, "a product group has it"),
        Part(
            "requested", weights.requested.points * plight.requested, "rapid response was asked and nobody has taken it"
        ),
    ]


def _clock(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.due_at is None:
        return []
    left, mended = plight.due_at - at, plight.due_kind in REPLY_MEETS
    what = KINDS[plight.due_kind].words if plight.due_kind in KINDS else "next step"
    if left > timedelta():
        return [Part("clock", weights.due.at(_minutes(left)), f"{what} due in {spell(left)}", mended)]
    late = weights.due.at(0) + weights.overdue.at(_minutes(-left))
    return [Part("clock", late, f"{what} late by {spell(left)}", mended)]


def _silence(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.silent_since is None:
        return []
    silent = at - plight.silent_since
    return [Part("silence", weights.silence.at(_minutes(silent)), f"no word from us for {spell(silent)}", True)]


def raw_facts(plight: Plight, at: datetime) -> tuple[float, ...]:
    """The facts themselves, for cases whose points are equal; the oldest case last of all."""
    due = (plight.due_at - at) if plight.due_at else FAR
    silent = (at - plight.silent_since) if plight.silent_since else NOT_SILENT
    return (
        "ABC".index(plight.severity), -plight.requested, due.total_seconds(), -silent.total_seconds(), -plight.reopened, -plight.escalated,
        plight.case_id,
    )  # fmt: skip


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60
