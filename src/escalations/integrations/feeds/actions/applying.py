"""One event of a vendor: its words are kept, its news is taken over in the vendor's order, our incident follows."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from ....platform.db import Session
from ....platform.errors import Refused
from ..dialects import VendorEvent
from ..models import Delivery, Feed, VendorIncident, VendorUpdate
from ..queries import vendor_incident_locked
from ..standing import Turn, is_news
from .carrying import carry_over

_TAKEN = (
    "title",
    "about",
    "state",
    "severity",
    "severity_as_told",
    "services",
    "regions",
    "started_at",
    "ended_at",
    "url",
)


async def apply_event(db: Session, feed: Feed, delivery: Delivery, event: VendorEvent) -> tuple[str, str]:
    """What became of it, and why where that is not what one would wish."""
    told, is_new = await _told_of(db, feed, delivery, event)
    was, before = told.state, _shape(told)
    new_texts = await _keep_texts(db, told, delivery, event)
    take_news(told, event, delivery)
    changed = is_new or new_texts > 0 or _shape(told) != before
    if changed:
        told.delivery_id = delivery.id
    await db.flush()
    if told.about != "incident":
        told.shelf = ""
        return "kept" if changed else "unchanged", ""
    if not changed and not told.shelf:
        return "unchanged", ""
    return await _carried(db, feed, delivery, event, told, Turn(was, told.state))


async def _carried(
    db: Session, feed: Feed, delivery: Delivery, event: VendorEvent, told: VendorIncident, turn: Turn
) -> tuple[str, str]:
    try:
        told.shelf = await carry_over(db, feed, told, event.families, turn, delivery.received_at)
    except Refused as problem:
        told.shelf = str(problem)
    await db.flush()
    return ("shelved", told.shelf) if told.shelf else ("applied", "")


async def _told_of(db: Session, feed: Feed, delivery: Delivery, event: VendorEvent) -> tuple[VendorIncident, bool]:
    """Locked, and made where there was none: two workers that hear of it first make one."""
    row = {"boundary": feed.boundary, "feed_id": feed.id, "vendor_id": event.vendor_id, "delivery_id": delivery.id}
    nothing = {"services": [], "regions": [], "accounts": [], "told": {}, "title": "", "about": event.about, "state": "", "severity": "",
               "severity_as_told": "", "url": "", "shelf": ""}  # fmt: skip
    made = insert(VendorIncident).values(**row, **nothing).on_conflict_do_nothing().returning(col(VendorIncident.id))
    is_new = (await db.execute(made)).first() is not None
    return await vendor_incident_locked(db, feed, event.vendor_id), is_new


async def _keep_texts(db: Session, told: VendorIncident, delivery: Delivery, event: VendorEvent) -> int:
    of_it = {"boundary": told.boundary, "vendor_incident_id": told.id, "delivery_id": delivery.id}
    texts = [
        {**of_it, "key": text.key, "at": text.at or event.at or delivery.received_at, "stage": text.stage, "text": text.text,
         "is_html": text.is_html}
        for text in event.texts
    ]  # fmt: skip
    if not texts:
        return 0
    kept = await db.execute(insert(VendorUpdate).values(texts).on_conflict_do_nothing().returning(col(VendorUpdate.id)))
    return len(kept.all())


def take_news(told: VendorIncident, event: VendorEvent, delivery: Delivery) -> None:
    """Older news only fills in what newer news did not say; who is affected only grows."""
    told.accounts = sorted({*told.accounts, *event.accounts})
    news, had_state = is_news(told, event, delivery.received_at), bool(told.state)
    for name in _TAKEN:
        said = getattr(event, name)
        is_open = not getattr(told, name) and not (name == "ended_at" and had_state)
        if said and (news or is_open):
            setattr(told, name, list(said) if isinstance(said, tuple) else said)
    if news:
        told.told_at = event.at or delivery.received_at
        if event.state == "active" and event.about == "incident":
            told.ended_at = None


def _shape(told: VendorIncident) -> tuple[object, ...]:
    return tuple(getattr(told, name) for name in (*_TAKEN, "accounts"))
