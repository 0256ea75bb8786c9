"""Roles of an engagement, taken and laid down. Whoever leads it makes it an engagement."""

from ...people.actions import give_notice
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import RapidResponseEngaged, RoleLaidDown, RoleTaken
from ..models import ROLES, Engagement, EngagementRole
from ..queries import cases_in, holder_of, members_of
from .expecting import expect_again, somebody_came
from .joining import refuse_ended
from .promising import begin_promises, end_promise


async def take_role(
    db: Session, engagement: Engagement, role: str, person: Person | None = None, *, over: int | None = None, by: Actor
) -> None:
    """For oneself or for somebody else. From a holder only if `over` names them, so that nobody is replaced unknowingly."""
    allow(by, "rapid_response")
    refuse_ended(engagement)
    who = person if person is not None else await db.get_one(Person, by.id)
    held = await holder_of(db, engagement, role)
    if held is not None and held.person_id == who.id:
        return
    await _refuse_unable(db, engagement, role, who)
    was = await db.get_one(Person, held.person_id) if held else None
    if held is not None and was is not None:
        if over != was.id:
            raise Refused(
                f"{was.name} has the role {ROLES[role].lower()}. Ask them, or take it over from them by name."
            )
        held.laid_down_at, held.laid_down_by = now(), by.id
        await db.flush()
    taken = EngagementRole(
        boundary=engagement.boundary, engagement_id=engagement.id, role=role, person_id=who.id, taken_at=now(), taken_by=by.id
    )  # fmt: skip
    db.add(taken)
    if role == "lead" and engagement.state == "requested":
        await _begin(db, engagement, by)
    else:
        event = RoleTaken(role=role, person_id=who.id, person=who.name, was=was.name if was else None)
        await record(db, event, on=engagement, by=by)
    await db.flush()
    told = [one for one in (who, was) if one is not None and one.id != by.id]
    text = f"{who.name} has the role {ROLES[role].lower()} of {engagement.ref} now: {engagement.title}."
    await give_notice(
        db, told, about=engagement, page=engagement.url, text=text, key=f"role/{engagement.id}/{role}/{taken.id}"
    )


async def _begin(db: Session, engagement: Engagement, by: Actor) -> None:
    """Told on the timeline of each case."""
    engagement.state, engagement.taken_at = "engaged", now()
    await begin_promises(db, engagement, by=by)
    for member in await members_of(db, engagement):
        await record(db, RapidResponseEngaged(), on=member, by=by)
    await somebody_came(db, engagement, by=by)


async def lay_down_role(db: Session, engagement: Engagement, role: str, *, by: Actor) -> None:
    """Without a lead it stands requested again, with a clock that counts until somebody takes it."""
    allow(by, "rapid_response")
    refuse_ended(engagement)
    held = await holder_of(db, engagement, role)
    if held is None:
        return
    if role == "lead" and not await cases_in(db, engagement, only_open=True):
        raise Refused(f"All cases of {engagement.ref} are closed. Stand down instead.")
    held.laid_down_at, held.laid_down_by = now(), by.id
    was = await db.get_one(Person, held.person_id)
    if role == "lead":
        engagement.state, engagement.taken_at, engagement.wake_at = "requested", None, None
        await end_promise(db, engagement, "dropped", "nobody leads")
        await expect_again(db, engagement, by=by)
    await record(db, RoleLaidDown(role=role, person=was.name), on=engagement, by=by)
    await db.flush()


async def _refuse_unable(db: Session, engagement: Engagement, role: str, who: Person) -> None:
    if who.disabled_at is not None or not who.may("rapid_response" if role == "lead" else "work_cases"):
        raise Refused(f"{who.name} cannot take this role. Choose somebody of rapid response.")
    if engagement.boundary not in await open_boundaries(db, who):
        raise NotAllowed(f"{who.name} is not cleared for {engagement.boundary}. Choose somebody who is.")
