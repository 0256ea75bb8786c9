"""Cases of one customer that turn out to be one. Nothing is moved: an edge says as part of which case one is seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ...clocks.actions import give_back_clocks, merge_clocks, unmerge_clocks
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CaseGaveBack, CaseMerged, CaseTookIn, CaseUnmerged
from ..models import Case, CaseAlias
from ..queries import wait_of
from ..queries.merged import aliases_into, case_itself, held_elsewhere, standing_alias
from ..queries.spoken import answered_since, spoken_since
from . import timing
from .assigning import tell
from .resting import begin_to_rest_again, come_to_us, keep_waking, rests_again
from .waiting import change_turn, end_snooze

MOST_AT_ONCE = 10
HELD_BY = {"product_group": "A product group", "rapid_response": "Rapid response"}


async def merge_cases(
    db: Session, survivor: Case, others: Sequence[Case], reason: str, *, by: Actor, tell_owners: bool = False
) -> list[CaseAlias]:
    """All are locked by the caller. Nobody is told unless `tell_owners`. What is part of the survivor already stays so."""
    allow(by, "work_cases")
    fresh = [case for case in {one.id: one for one in others}.values() if case.merged_into_id != survivor.id]
    if len(fresh) > MOST_AT_ONCE:
        raise Refused(f"At most {MOST_AT_ONCE} cases are merged at once. Choose fewer.")
    held = await held_elsewhere(db, fresh)
    for case in fresh:
        refuse_odd_pair(case, survivor, held.get(case.id))
    at = now()  # each merge comes after whatever else happened at this very moment
    made = [
        await _absorb(db, case, survivor, reason, at + timedelta(microseconds=place), by)
        for place, case in enumerate(fresh, start=1)
    ]
    if made:
        await timing.stay_awake(db, survivor, by=by)
    if tell_owners:
        await _tell_owners(db, fresh, survivor, by)
    return made


async def unmerge_case(db: Session, case: Case, *, by: Actor) -> None:
    """Both are locked by the caller. Each is what it was; what was said meanwhile stays where it was addressed."""
    allow(by, "work_cases")
    alias = await standing_alias(db, case)
    if alias is None:
        return
    survivor = await case_itself(db, f"C-{alias.survivor_id}", lock=True)
    if not survivor.is_open:
        where = f"C-{survivor.merged_into_id}" if survivor.merged_into_id else ""
        how = f"It is itself part of {where}: take it out of there first." if where else "Reopen it first."
        raise Refused(f"{survivor.ref} is closed. {how}")
    alias.undone_at, alias.undone_by = now(), by.name
    case.merged_into_id, case.closed_at, survivor.absorbed = None, None, survivor.absorbed - 1
    await db.flush()
    since = now() if await answered_since(db, survivor, alias.at) else alias.at
    await unmerge_clocks(db, case.id, by=by, since=since)
    await _give_back(db, survivor, alias, by)
    await record(db, CaseUnmerged(into=survivor.ref), on=case, by=by)
    await record(db, CaseGaveBack(other=case.ref), on=survivor, by=by)
    if await spoken_since(db, case, alias.at):
        because = "the customer wrote to it while it was merged"
        await end_snooze(db, case, because, by=by)
        await change_turn(db, case, "us", because, by=by)
    for one in (case, survivor):
        await timing.stay_awake(db, one, by=by)


async def _give_back(db: Session, survivor: Case, alias: CaseAlias, by: Actor) -> None:
    """Its clocks, and its rest if it had one: no clock stands still on a case that is ours to
    answer, or that went to a product group meanwhile."""
    merges = await aliases_into(db, survivor)
    undone = {one.at for one in merges if one.undone_at is not None}
    standing = [one.absorbed_id for one in merges if one.undone_at is None]
    rests = await rests_again(db, survivor, alias.rested, alias.at)
    pausing = rests or await wait_of(db, survivor) is not None
    await give_back_clocks(db, survivor.id, undone, standing, pausing=pausing, by=by)
    if rests:
        await begin_to_rest_again(db, survivor, alias.rested, by=by)
    await keep_waking(db, survivor, by=by)


def refuse_odd_pair(case: Case, survivor: Case, held_by: str | None = None) -> None:
    """`held_by` is who beside support holds the case that would be absorbed."""
    if case.id == survivor.id:
        raise Refused(f"{case.ref} cannot be merged into itself.")
    if case.boundary != survivor.boundary:
        raise Refused(f"{case.ref} is in another cloud than {survivor.ref}. Cases are never merged across clouds.")
    if case.customer_id != survivor.customer_id:
        raise Refused(
            f"{case.ref} is another customer's case. Link both to an incident, or to each other as related; cases are never merged across customers."
        )
    for one in (survivor, case):
        if one.merged_into_id is not None:
            raise Refused(
                f"{one.ref} is part of C-{one.merged_into_id}. Merge with that, or take it out of there first."
            )
        if not one.is_open:
            raise Refused(f"{one.ref} is closed. Reopen it first, or link the two as duplicate or related.")
    if held_by is not None:
        raise Refused(
            f"{HELD_BY.get(held_by, held_by)} works on {case.ref}. Merge {survivor.ref} into {case.ref} instead, or end that first."
        )


async def _absorb(db: Session, case: Case, survivor: Case, reason: str, at: datetime, by: Actor) -> CaseAlias:
    rested: dict[str, Any] = await come_to_us(db, survivor, case, at, by=by)
    alias = CaseAlias(
        boundary=case.boundary, absorbed_id=case.id, survivor_id=survivor.id, reason=reason, at=at, author_id=by.id,
        author_name=by.name, rested=rested,
    )  # fmt: skip
    db.add(alias)
    await merge_clocks(db, survivor.id, case.id, by=by, at=at)
    case.merged_into_id, case.closed_at, case.due_at, case.due_kind = survivor.id, at, None, None
    survivor.absorbed, survivor.changed_at = survivor.absorbed + 1, at
    await db.flush()
    await record(db, CaseMerged(into=survivor.ref, reason=reason), on=case, by=by)
    await record(db, CaseTookIn(other=case.ref, reason=reason), on=survivor, by=by)
    return alias


async def _tell_owners(db: Session, cases: Sequence[Case], survivor: Case, by: Actor) -> None:
    for case in cases:
        if case.owner_id not in (None, by.id):
            owner = await db.get_one(Person, case.owner_id)
            text = f"{case.ref} is part of {survivor.ref} now: {survivor.title}"
            await tell(db, [owner], case, text, f"merged-{survivor.id}")
