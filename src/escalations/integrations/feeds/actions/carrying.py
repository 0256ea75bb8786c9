"""Our incident follows what the vendor says, through the same verbs that people use, in the feed's name."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from ....catalog.loading import catalogue
from ....incidents.accounts import Account
from ....incidents.actions import (
    declare_incident,
    keep_outside_words,
    mitigate_incident,
    reactivate_incident,
    resolve_incident,
    revise_incident,
)
from ....incidents.models import Incident
from ....incidents.queries import same_incident, standing_incident
from ....platform.db import Session
from ....platform.time import now, time_at
from ..actor import FeedActor
from ..models import Feed, VendorIncident
from ..placing import Place, place
from ..queries import is_active_elsewhere, is_told_already, texts_of
from ..spelling import spoken
from ..standing import LONGEST_TITLE, Turn, is_over, is_past, merged, plain
from .listing import list_accounts

LONGEST_SUMMARY = 4000
_FOLLOWED = ("title", "severity", "started_at", "families", "products", "regions")


async def carry_over(
    db: Session, feed: Feed, told: VendorIncident, families: Iterable[str], turn: Turn, received_at: datetime
) -> str:
    """Why it has no place among our incidents, or nothing."""
    found = place(
        told.services, told.regions, families, boundary=feed.boundary, words=feed.words, otherwise=feed.otherwise, known=catalogue()
    )  # fmt: skip
    past = is_past(told, received_at)
    why_not = _why_not(found, past)
    if why_not:
        return why_not
    with time_at(_beginning(told)) if past and told.incident_id is None else nullcontext():
        incident, is_new = await _incident(db, feed, told, found)
    with time_at(_last_word(told, incident)) if past and is_new else nullcontext():
        await _follow(db, feed, told, incident, Turn("", told.state) if is_new else turn, explain=past)
    await list_accounts(db, feed, told, incident)
    await keep_outside_words(db, incident, f"vendor_incident/{told.id}", await _all_words(db, told))
    return ""


def _why_not(found: Place, past: bool) -> str:
    if not found.families and not found.products:
        names = ", ".join(found.unknown_services)
        return f"No product of the catalogue is called: {names}." if names else "It names no service."
    if found.unknown_regions and not found.regions and not past:
        return f"No region of this boundary is called: {', '.join(found.unknown_regions[:10])}."
    return ""


async def _incident(db: Session, feed: Feed, told: VendorIncident, found: Place) -> tuple[Incident, bool]:
    """And whether it is new to the feed. What a person merged into another goes on there, and that one's title and reach are not this vendor's."""
    theirs = await _account(db, feed, told, found)
    incident = await standing_incident(db, told.incident_id) if told.incident_id else None
    if incident is None:
        incident = await declare_incident(db, feed.boundary, theirs, by=FeedActor.of(feed))
        told.incident_id, told.told = incident.id, _told(theirs)
        return await standing_incident(db, incident.id) or incident, True
    if incident.id != told.incident_id:
        return incident, False
    ours = Account.of(incident)
    wanted = merged(_told(theirs), told.told, _told(ours))
    wanted["started_at"] = datetime.fromisoformat(wanted["started_at"])
    await revise_incident(
        db, incident, Account(summary=incident.summary, **wanted), version=incident.version, by=FeedActor.of(feed)
    )
    told.told = told.told | {
        name: value if _told(ours)[name] != value else told.told[name] for name, value in _told(theirs).items()
    }
    return incident, False


def _told(account: Account) -> dict[str, Any]:
    """As it comes back from a JSON column."""
    return {name: getattr(account, name) for name in _FOLLOWED} | {"started_at": account.started_at.isoformat()}


async def _account(db: Session, feed: Feed, told: VendorIncident, found: Place) -> Account:
    started_at = min(told.started_at or told.told_at or now(), now())
    account = Account(
        title=told.title[:LONGEST_TITLE], summary=await _summary(db, feed, told), severity=told.severity or "B", started_at=started_at,
        families=[*found.families], products=[*found.products], regions=[*found.regions],
    )  # fmt: skip
    if told.incident_id is None:
        there = await same_incident(db, feed.boundary, account.title, account.started_at)
        if there is not None and await is_told_already(db, there, feed):
            mark = f" ({spoken(told.vendor_id)})"
            account = Account(**{**vars(account), "title": told.title[: LONGEST_TITLE - len(mark)] + mark})
    elif str(told.told.get("title", "")).endswith((f" ({spoken(told.vendor_id)})", f" ({told.vendor_id})")):
        account = Account(**{**vars(account), "title": told.told["title"]})
    return account


async def _summary(db: Session, feed: Feed, told: VendorIncident) -> str:
    texts = await texts_of(db, told)
    first = plain(texts[-1].text, texts[-1].is_html)[:LONGEST_SUMMARY] if texts else told.title
    reach = "; ".join(", ".join(names[:12]) for names in (told.services, told.regions) if names)
    return f"{first}\n\nTold by {feed.name}{': ' + reach if reach else ''}."


async def _follow(
    db: Session, feed: Feed, told: VendorIncident, incident: Incident, turn: Turn, *, explain: bool
) -> None:
    """Only what the vendor newly says moves our incident: what people did meanwhile is theirs. While another source of it still says that
    it goes on, it does."""
    by, said = FeedActor.of(feed), await _last_text(db, told)
    if turn.ends and await is_active_elsewhere(db, incident, told):
        return
    if turn.ends and incident.state == "active":
        at = max(incident.started_at, min(told.ended_at or told.told_at or now(), now()))
        await mitigate_incident(db, incident, f"{feed.name} says that it is {told.state}.\n\n{said}", at=at, by=by)
    elif turn.comes_back and incident.state != "active":
        await reactivate_incident(db, incident, f"{feed.name} says that it is active again", by=by)
    if incident.state == "mitigated" and is_over(told) and (explain or turn.explains):
        await resolve_incident(db, incident, f"As {feed.name} told it when it was over:\n\n{said}", by=by)


async def _all_words(db: Session, told: VendorIncident) -> str:
    texts = [plain(text.text, text.is_html) for text in await texts_of(db, told)]
    return "\n\n".join([told.vendor_id, told.title, *texts, ", ".join([*told.services, *told.regions])])


async def _last_text(db: Session, told: VendorIncident) -> str:
    texts = await texts_of(db, told, limit=1)
    return plain(texts[0].text, texts[0].is_html) if texts else told.title


def _beginning(told: VendorIncident) -> datetime:
    return told.started_at or told.told_at or now()


def _last_word(told: VendorIncident, incident: Incident) -> datetime:
    return max(moment for moment in (incident.started_at, incident.declared_at, told.ended_at, told.told_at) if moment)
