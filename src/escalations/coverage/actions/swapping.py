"""Shifts exchanged: one asks, the other answers, and both change hands in one transaction or not at all."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import record
from ...platform.time import now
from ..events import SwapAnswered, SwapAsked
from ..models import Rotation, Shift, Swap
from ..queries import open_swaps, shift_rows
from ..spans import Span
from ..wording import said
from .overriding import expect_free, still_ahead
from .planning import free, hold_plan, put


async def ask_swap(
    db: Session, rotation: Rotation, gives: Shift, other: Person, takes: Shift | None, note: str = "", *, by: Person
) -> Swap:
    """For the other to answer. Asking the same again is the same question."""
    allow(by, "take_duty")
    await hold_plan(db)
    if gives.person_id != by.id:
        raise NotAllowed("Only your own shift is yours to give.")
    if other.id == by.id or (takes and takes.person_id != other.id):
        raise Refused("Choose somebody else, and in return a shift of theirs.")
    offered, wanted = still_ahead(rotation, gives.span), still_ahead(rotation, takes.span) if takes else None
    for swap in await open_swaps(db, rotation_id=rotation.id, person_id=by.id):
        if swap.asker_id == by.id and offered.meets(Span.of(swap.gives)):
            if (swap.asked_id, swap.takes) == (other.id, takes.during if takes else None):
                return swap
            raise Refused("You have asked for this shift already. Withdraw that first.")
    return await _asked(db, rotation, by, other, offered, wanted, note)


async def _asked(
    db: Session, rotation: Rotation, by: Person, other: Person, gives: Span, takes: Span | None, note: str
) -> Swap:
    swap = Swap(
        boundary=rotation.boundary, rotation_id=rotation.id, asker_id=by.id, asked_id=other.id, gives=gives.during,
        takes=takes.during if takes else None, note=note, at=now(),
    )  # fmt: skip
    db.add(swap)
    await db.flush()
    event = SwapAsked(swap_id=swap.id, asked=other.name, words=in_words(swap))
    await record(db, event, on=rotation, by=by, topics=(f"notices/{other.id}",))
    await db.flush()
    return swap


async def accept_swap(db: Session, rotation: Rotation, swap: Swap, *, by: Person) -> None:
    """Both must still be on call as they were when it was asked, and free for what they take."""
    allow(by, "take_duty")
    if not _is_open(swap, "accepted", by.id == swap.asked_id, "Only who was asked may accept."):
        return
    await hold_plan(db)
    asker, asked = await db.get_one(Person, swap.asker_id), by
    given = await _still_theirs(db, rotation, asker, Span.of(swap.gives))
    taken = await _still_theirs(db, rotation, asked, Span.of(swap.takes)) if swap.takes else None
    await free(db, given, rotation_id=rotation.id)
    if taken:
        await free(db, taken, rotation_id=rotation.id)
        await expect_free(db, rotation, asker, taken)
        put(db, rotation, asker.id, taken, "swap")
    await expect_free(db, rotation, asked, given)
    put(db, rotation, asked.id, given, "swap")
    await _answer(db, rotation, swap, "accepted", by)


async def decline_swap(db: Session, rotation: Rotation, swap: Swap, *, by: Person) -> None:
    if _is_open(swap, "declined", by.id == swap.asked_id, "Only who was asked may decline."):
        await _answer(db, rotation, swap, "declined", by)


async def withdraw_swap(db: Session, rotation: Rotation, swap: Swap, *, by: Person) -> None:
    mine = by.id == swap.asker_id or by.may("manage_roster")
    if _is_open(swap, "withdrawn", mine, "Only who asked may withdraw it."):
        await _answer(db, rotation, swap, "withdrawn", by)


async def _still_theirs(db: Session, rotation: Rotation, person: Person, span: Span) -> Span:
    left = still_ahead(rotation, span)
    for shift in await shift_rows(db, left, rotation_id=rotation.id):
        if shift.person_id == person.id and shift.span.within(left) == left:
            return left
    raise Refused(f"{person.name} is no longer on call {said(left)}. Ask anew.")


def _is_open(swap: Swap, wanted: str, allowed: bool, why_not: str) -> bool:
    if not allowed:
        raise NotAllowed(why_not)
    if swap.state not in ("asked", wanted):
        raise Refused(f"This was {swap.state} already.")
    return swap.state == "asked"


async def _answer(db: Session, rotation: Rotation, swap: Swap, state: str, by: Person) -> None:
    swap.state, swap.answered_at = state, now()
    event = SwapAnswered(swap_id=swap.id, answer=f"{state} the swap", words=in_words(swap))
    await record(db, event, on=rotation, by=by, topics=(f"notices/{swap.asker_id}",))
    await db.flush()


def in_words(swap: Swap) -> str:
    given = f"take {said(Span.of(swap.gives))}"
    return f"{given}, for {said(Span.of(swap.takes))}" if swap.takes else given
