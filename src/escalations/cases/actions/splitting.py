"""One case that turns out to be two: chosen entries also belong to a new case of the same customer. Nothing is moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...clocks.actions import satisfy_clock
from ...clocks.queries import open_clock
from ...customers.queries import contact_for, customer_with_id
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import CaseSplit, SplitTakenBack
from ..models import Case, CaseEntry, EntryReference
from ..queries.merged import said_on
from ..queries.splitting import is_untouched, same_split
from . import timing
from .linking import link_cases
from .merging import merge_cases
from .opening import NewCase, open_case


@dataclass(frozen=True)
class SplitOff:
    """What goes to the new case: entries, its title, who of the customer it is with, and whether its owner comes along."""

    entries: Collection[int]
    title: str
    reason: str
    contact_id: int | None = None
    keep_owner: bool = False


async def split_case(db: Session, case: Case, wanted: SplitOff, *, by: Actor) -> Case:
    """The new case is as old as the first message of the customer in it. The same again answers with what is there."""
    allow(by, "work_cases")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first, or open a follow-up case.")
    if there := await same_split(db, case, wanted.title, set(wanted.entries)):
        return there
    said = await said_on(db, case)
    chosen = [entry for entry in said if entry.id in wanted.entries]
    _refuse_odd_choice(said, chosen)
    if wanted.contact_id is not None:
        customer = await customer_with_id(db, case.customer_id)
        assert customer is not None
        await contact_for(db, customer, wanted.contact_id)
    new = await open_case(db, _opening(case, wanted, chosen), by=by)
    db.add_all(EntryReference(boundary=case.boundary, case_id=new.id, entry_id=entry.id) for entry in chosen)
    await db.flush()
    await _answered_already(db, new, chosen, by)
    await link_cases(db, new, case, "split", wanted.reason, by=by)
    await record(db, CaseSplit(other=new.ref, entries=len(chosen)), on=case, by=by, topics=(new.subject,))
    return new


async def take_back_split(db: Session, new: Case, case: Case, *, by: Actor) -> None:
    """While nobody did anything on the new case: it is seen as part of the old one again. Both are locked by the caller."""
    allow(by, "work_cases")
    if new.merged_into_id == case.id:
        return
    if new.split_from_id != case.id:
        raise Refused(f"{new.ref} was not split off {case.ref}.")
    if not await is_untouched(db, new):
        raise Refused(f"{new.ref} was worked on since. Merge it into {case.ref} instead.")
    await merge_cases(db, case, [new], "the split was taken back", by=by)
    await record(db, SplitTakenBack(other=new.ref), on=case, by=by)


def _refuse_odd_choice(said: Sequence[CaseEntry], chosen: Sequence[CaseEntry]) -> None:
    theirs = [entry.id for entry in chosen if entry.kind == "customer"]
    if not theirs:
        raise Refused("Choose at least one message of the customer: the new case begins with it.")
    if len(theirs) == sum(entry.kind == "customer" for entry in said):
        raise Refused("Leave at least one message of the customer: without any, this case would be about nothing.")


def _opening(case: Case, wanted: SplitOff, chosen: Sequence[CaseEntry]) -> NewCase:
    first = next(entry for entry in chosen if entry.kind == "customer")
    return NewCase(
        customer_id=case.customer_id, title=wanted.title, description=first.body, claimed=case.severity, around_the_clock=case.around_the_clock,
        contact_id=wanted.contact_id or first.contact_id or case.contact_id, subscription_id=case.subscription_id, region=case.region,
        language=case.language, channel="split", split_from_id=case.id, began_at=first.at, owner_id=case.owner_id if wanted.keep_owner else None,
    )  # fmt: skip


async def _answered_already(db: Session, new: Case, chosen: Sequence[CaseEntry], by: Actor) -> None:
    """A reply that goes along met the first response of the new case when it was sent."""
    answer: datetime | None = next(
        (entry.at for entry in chosen if entry.kind == "reply" and entry.at >= new.opened_at), None
    )
    clock = await open_clock(db, new.id, "first_response") if answer else None
    if answer and clock:
        new.first_answered_at = answer
        await satisfy_clock(db, clock, by=by, at=answer)
        await timing.stay_awake(db, new, by=by)
