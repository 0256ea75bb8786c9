"""The parts of a case page that change when something is said."""

from collections.abc import Sequence
from typing import Any

from ...customers.models import Contact, Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.events import EventRow
from ..actions.answering import Sent
from ..models import Case, CaseEntry
from ..presenting import UNSHOWN, clock_lines, timeline
from ..queries import attachments_of, entries_of, people_on, wait_of
from ..queries.merged import trail_and_news
from .showing import WORDS, names_on


async def said_parts(db: Session, case: Case) -> dict[str, Any]:
    """Of the timeline."""
    await db.flush()
    customer, contact, _ = await people_on(db, case)
    return await _of_timeline(db, case, customer, contact, await entries_of(db, case))


def said_shown(parts: dict[str, Any]) -> dict[str, Any]:
    told = timeline(list(parts["said"]), parts["events"], parts["names"], parts["files"], parts["case"])
    return parts | {"timeline": told}


async def sent_parts(db: Session, case: Case, sent: Sent) -> dict[str, Any]:
    """Of the timeline, an empty composer and the clocks. A reply that was prepared answers what is no longer the newest. All that
    is new has its number, and is written while the answer is made."""
    parts = await _of_timeline(db, case, sent.to.customer, sent.to.contact, sent.said, sent.beside)
    promised = any(clock.kind == "promise" and clock.is_open for clock in sent.clocks)
    return parts | {
        "clocks": sent.clocks,
        "owner": await db.get(Person, case.owner_id) if promised and case.owner_id else None,
        "wait": await wait_of(db, case) if case.turn != "us" else None,
        "closure": None,
        "drafts": sent.drafts,
        "last_seen": max(entry.id for entry in sent.said),
        "prepared": None,
        "shown": [],
        "elsewhere": None,
        **WORDS,
    }


def sent_shown(parts: dict[str, Any]) -> dict[str, Any]:
    return said_shown(parts) | {"clocks": clock_lines(list(parts["clocks"]), parts["events"])}


async def _of_timeline(
    db: Session, case: Case, customer: Customer, contact: Contact | None, said: Sequence[CaseEntry], before: Sequence[EventRow] | None = None
) -> dict[str, Any]:  # fmt: skip
    """`before` is the trail of the case as it was, where that was asked for already."""
    events = list(reversed(await trail_and_news(db, case, without=UNSHOWN, before=before)))
    files = await attachments_of(db, case) if any(row.action == "FileAttached" for row in events) else []
    names = await names_on(db, contact, {entry.contact_id for entry in said})
    return {"case": case, "customer": customer, "contact": contact, "said": said, "events": events, "names": names, "files": files}  # fmt: skip
