"""A tracker, its keys, and whether it is asked at all."""

from dataclasses import dataclass
from datetime import timedelta

from ....catalog.loading import catalogue
from ....people.models import Person
from ....people.queries import open_boundaries
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.events import Actor, record
from ....platform.security import fingerprint, new_token
from ....platform.time import now
from ...feeds.fetching import Unfetchable, refuse_address
from ..events import TrackerAdded, TrackerKeyAdded, TrackerSwitched
from ..models import KINDS, Tracker, TrackerKey
from ..proving import SIGNATURES
from ..queries import keys_of, tracker_of

OVERLAP = timedelta(hours=72)
"""The old key counts so long beside a new one, so that nothing is lost between the two changes."""


@dataclass(frozen=True, kw_only=True)
class NewTracker:
    name: str
    kind: str
    boundary: str
    product_group: str
    base_url: str
    project: str
    token: str
    login: str = ""


async def add_tracker(db: Session, new: NewTracker, *, by: Actor) -> tuple[Tracker, str]:
    """The tracker and the secret for its webhook, which is told only now."""
    allow(by, "administer")
    if isinstance(by, Person) and new.boundary not in await open_boundaries(db, by):
        raise Refused(f"You hold no clearance for {new.boundary}. Choose a boundary that you may see.")
    if (
        new.kind not in KINDS
        or new.boundary not in catalogue().boundaries
        or new.product_group not in catalogue().product_groups
    ):
        raise Refused("Choose one of the kinds, boundaries and product groups that there are.")
    try:
        refuse_address(new.base_url)
    except Unfetchable as problem:
        raise Refused(str(problem)) from problem
    if standing := await tracker_of(db, new.boundary, new.product_group):
        raise Refused(f"{standing.ref} {standing.name} holds the issues of that group already. Switch it off first.")
    tracker = Tracker(**vars(new), key=new_token()[:22], added_at=now())
    db.add(tracker)
    await db.flush()
    await record(db, TrackerAdded(kind=new.kind, product_group=new.product_group), on=tracker, by=by)
    return tracker, await _give_key(db, tracker)


async def add_key(db: Session, tracker: Tracker, *, by: Actor) -> str:
    allow(by, "administer")
    old, until = await keys_of(db, tracker, now()), now() + OVERLAP
    for key in old:
        key.ends_at = min(key.ends_at or until, until)
    await record(db, TrackerKeyAdded(old_end=f"{until:%-d %b %Y %H:%M} UTC" if old else ""), on=tracker, by=by)
    return await _give_key(db, tracker)


async def switch_tracker(db: Session, tracker: Tracker, *, on: bool, by: Actor) -> None:
    """Off: nothing goes out and nothing is taken in. What was missed goes out when it is on again."""
    allow(by, "administer")
    if tracker.enabled == on:
        return
    if on and (standing := await tracker_of(db, tracker.boundary, tracker.product_group)):
        raise Refused(f"{standing.ref} {standing.name} holds the issues of that group. Switch it off first.")
    tracker.enabled = on
    await record(db, TrackerSwitched(on=on), on=tracker, by=by)


async def _give_key(db: Session, tracker: Tracker) -> str:
    """A signature can only be checked with the key itself; of a password the fingerprint is enough."""
    secret, signed = new_token(), tracker.kind in SIGNATURES
    key = TrackerKey(
        boundary=tracker.boundary, tracker_id=tracker.id, added_at=now(), signing_key=secret if signed else "",
        fingerprint="" if signed else fingerprint(secret),
    )  # fmt: skip
    db.add(key)
    await db.flush()
    return secret
