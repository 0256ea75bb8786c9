"""What the gate has to know of a reply, and the verdict that is kept of one that passed."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ...catalog.loading import catalogue
from ...customers.models import Contact, Customer
from ...customers.queries import customers_at, customers_spoken_of, customers_with_subscriptions
from ...people.models import Person
from ...people.queries import addresses_of_people
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor
from ...platform.settings import settings
from ...platform.time import now
from ..gate import (
    VERSION,
    Finding,
    InternalText,
    Newer,
    OutgoingFile,
    Recipient,
    ReplyContext,
    Stranger,
    candidates_in,
    check_reply,
)
from ..gate.hosts import addresses_in
from ..models import Case, CaseEntry, GateVerdict
from ..promises import zone_of
from ..queries.gating import files_named, names_of_files
from .gathering import Known, Named, known_of

_ATTACHED = re.compile(r"\b(?:attach|enclos)", re.IGNORECASE)


class HeldByGate(Refused):
    """The reply was not sent. `findings` says what to mend; those that do not block can be overruled with a reason."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("Not sent: " + " ".join(f"{finding.says} {finding.fix}" for finding in findings))
        self.findings = findings


async def reply_context(
    db: Session, case: Case, body: str, last_seen: int | None, *, zone: ZoneInfo, kept: tuple[datetime, ...] = (), known: Known | None = None, named: Named | None = None,
) -> ReplyContext:  # fmt: skip
    """`known` and `named` were read before, or are read now."""
    known = known or await known_of(db, case)
    to, entries = known.to, known.said
    customer, contact = to.customer, to.contact
    files = await _files(db, case, body)
    everything = "\n".join([body, *(f"{file.name}\n{file.text}" for file in files)])
    notes = tuple(InternalText(entry.body) for entry in entries if entry.kind == "note")
    notes += await _internal_files(db, case, to.internal_files)
    return ReplyContext(
        recipients=(_recipient(case, contact, to.domains),) if contact else (),
        customer=customer.name,
        boundary=case.boundary,
        internal=notes + known.internal,
        said=(case.title, case.description, *(entry.body for entry in entries if entry.kind != "note")),
        ids=frozenset(one.lower() for one in (*case.resources, to.code or "") if one),
        strangers=await _strangers(db, customer, everything, None if files else named),
        colleagues=frozenset(await addresses_of_people(db, {one for _, _, one in addresses_in(everything)})),
        our_hosts=our_hosts(),
        groups=frozenset({group.name for group in catalogue().product_groups.values()}),
        newer=newer_than(entries, last_seen, contact),
        files=files,
        internal_files=to.internal_files,
        contacts_url=f"/customers/{customer.ref}",
        zone=zone,
        kept=kept,
    )


async def findings_of(db: Session, case: Case, body: str, last_seen: int | None, *, by: Person) -> list[Finding]:
    """What sending it now would come to. Nothing is kept of it."""
    return check_reply(body, await reply_context(db, case, body, last_seen, zone=zone_of(by)))


def our_hosts() -> frozenset[str]:
    host = urlsplit(settings().public_url).hostname or ""
    return frozenset({host} if "." in host else ())


def newer_than(entries: Sequence[CaseEntry], last_seen: int | None, contact: Contact | None) -> tuple[Newer, ...]:
    """What customer and we told each other after `last_seen`; None for a writer who does not say what they saw."""
    if last_seen is None:
        return ()
    theirs = contact.name if contact else "the customer"
    return tuple(
        Newer(entry.id, theirs if entry.kind == "customer" else entry.author_name, entry.kind == "customer")
        for entry in entries
        if entry.id > last_seen and entry.kind != "note"
    )


def _recipient(case: Case, contact: Contact, others: frozenset[str]) -> Recipient:
    return Recipient(
        contact.email,
        contact.name,
        is_theirs=contact.customer_id == case.customer_id,
        has_left=contact.left_at is not None,
        known_domain=not others or contact.email.rpartition("@")[2] in others,
    )


async def _strangers(db: Session, own: Customer, text: str, named: Named | None) -> tuple[Stranger, ...]:
    """Whoever shares a name, a domain or a subscription with the customer of the case is no stranger by it."""
    candidates = named.candidates if named else candidates_in(text)
    met = [
        *(named.customers if named else await customers_spoken_of(db, candidates.names)),
        *await customers_at(db, candidates.domains),
        *await customers_with_subscriptions(db, candidates.codes),
    ]
    shared = {(one.kind, one.what) for one in met if one.customer_id == own.id}
    return tuple(
        Stranger(one.kind, one.what, one.name)
        for one in met
        if one.customer_id != own.id and (one.kind, one.what) not in shared
    )


async def _files(db: Session, case: Case, body: str) -> tuple[OutgoingFile, ...]:
    """Those that the text says it brings along."""
    if not _ATTACHED.search(body):
        return ()
    named = [name for name in await names_of_files(db, case) if name.lower() in body.lower()]
    found = await files_named(db, case, named) if named else []
    return tuple(OutgoingFile(name, _as_text(content)) for name, content in found)


async def _internal_files(db: Session, case: Case, names: tuple[str, ...]) -> tuple[InternalText, ...]:
    found = await files_named(db, case, names) if names else []
    return tuple(
        InternalText(text, f"the internal file {name}") for name, content in found if (text := _as_text(content))
    )


def _as_text(content: bytes) -> str:
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def verdict(
    case: Case, entry: CaseEntry, findings: Sequence[Finding], recipients: Sequence[Recipient], reason: str, by: Actor
) -> GateVerdict:
    """Of findings that let the reply pass: no more than warnings, which the reason overrules."""
    told = [
        {
            "rule": one.rule,
            "level": one.level,
            "says": one.says,
            "quote": one.quote,
            "place": [one.start, one.end],
            "file": one.file,
        }
        for one in findings
    ]
    return GateVerdict(
        boundary=case.boundary, case_id=case.id, entry_id=entry.id, at=now(), author_id=by.id, author_name=by.name, rules=VERSION,
        recipient=", ".join(one.address for one in recipients), text_hash=text_hash(entry.body), findings=told,
        errors=sum(one.blocks for one in findings), warnings=sum(not one.blocks for one in findings), reason=reason if findings else "",
    )  # fmt: skip


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
