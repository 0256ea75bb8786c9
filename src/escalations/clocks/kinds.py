"""The kinds of clock there are, and how they differ."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from .readings import PauseReason

Kind = Literal["first_response", "next_update", "resolution", "follow_up", "promise", "acknowledge", "answer"]
Holder = Literal["support", "rapid_response", "product_group"]
HOLDERS: tuple[Holder, ...] = get_args(Holder)
WAITING: dict[PauseReason, str] = {
    "customer": "waiting for customer",
    "product_group": "waiting for product group",
    "third_party": "waiting for third party",
    "support": "waiting for support",
    "resolved": "resolved",
}


@dataclass(frozen=True)
class KindOfClock:
    words: str
    is_answer: bool = False
    """A sooner target counts from the change; other kinds always keep the time they have used."""
    pauses_for: tuple[PauseReason, ...] = ()
    warns: bool = True
    resumes_when_reopened: bool = False
    several: bool = False
    reminds_every: timedelta = timedelta(hours=1)
    """Of open time, once it is late."""


KINDS: dict[Kind, KindOfClock] = {
    "first_response": KindOfClock("first response", is_answer=True),
    "next_update": KindOfClock("next update", is_answer=True, pauses_for=("customer", "resolved")),
    "resolution": KindOfClock(
        "resolution",
        pauses_for=("customer", "third_party", "resolved"),
        resumes_when_reopened=True,
        reminds_every=timedelta(hours=9),
    ),
    "follow_up": KindOfClock("follow-up", warns=False),
    "promise": KindOfClock("promise", several=True),
    "acknowledge": KindOfClock("acknowledgement", is_answer=True),
    "answer": KindOfClock("answer", is_answer=True, pauses_for=("support", "customer")),
}


def may_pause(kind: Kind, why: PauseReason) -> bool:
    """A first response never waits: whatever the customer owes, nobody has spoken to them yet."""
    return why in KINDS[kind].pauses_for
