"""The verb: many cases of one boundary at once, each of them once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ...people.roles import allow
from ...platform.db import Session
from ...platform.event_batches import record_many
from ...platform.events import Actor
from ...platform.search import Document, facts_of, index_documents
from ...platform.time import now
from ...routing.deciding import decide, queue_by_rules
from ...routing.rule_files import rule_set
from ...routing.rules import RuleSet
from ..events import CaseImported
from ..search import KIND, body_of
from . import staging
from .past import Numbered, PastCase
from .standing import make_stand


@dataclass
class BroughtIn:
    """`clashing` are cases whose key another one has here, with its number."""

    new: int = 0
    there_already: int = 0
    clashing: list[tuple[PastCase, str]] = field(default_factory=list)


async def bring_in_cases(db: Session, cases: Sequence[PastCase], source: str, *, by: Actor) -> BroughtIn:
    """All of one boundary. What has a key that is here already is left alone. Nobody is told or mailed; what is closed has no clocks,
    and how its time was spent is not known."""
    allow(by, "work_cases")
    done = BroughtIn()
    fresh = await _fresh(db, cases, done)
    if not fresh:
        return done
    at = now()
    numbers, rules = await staging.numbers_for(db, len(fresh)), rule_set()
    numbered = [_numbered(id, past, rules, at) for id, past in zip(numbers, fresh, strict=True)]
    await staging.write(db, numbered, at)
    await record_many(db, [(_told(one.past, source), one) for one in numbered], by=by)
    await make_stand(db, [(one, one.decision) for one in numbered if one.decision], fresh[0].boundary, at)
    await index_documents(db, [_document(one) for one in numbered])
    done.new = len(fresh)
    return done


async def keys_that_are_there(db: Session, boundary: str, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The number and the description of each, by key."""
    connection = await db.connection()
    rows = await connection.exec_driver_sql(_THERE, (boundary, list(keys)))
    return {row["external_key"]: (f"C-{row['id']}", row["description"]) for row in rows.mappings()}


async def _fresh(db: Session, cases: Sequence[PastCase], done: BroughtIn) -> list[PastCase]:
    """A key that comes twice is one case if it says the same."""
    there = await keys_that_are_there(db, cases[0].boundary, [one.external_key for one in cases]) if cases else {}
    fresh: list[PastCase] = []
    for past in cases:
        ref, said = there.setdefault(past.external_key, ("", past.description))
        if said != past.description:
            done.clashing.append((past, ref or "Another line"))
        elif ref:
            done.there_already += 1
        else:
            there[past.external_key] = ("Another line", past.description)
            fresh.append(past)
    return fresh


def _numbered(id: int, past: PastCase, rules: RuleSet, at: datetime) -> Numbered:
    if past.closed_at:
        return Numbered(id, past, queue_by_rules(past.facts, rules, at))
    decision = decide(past.facts, rules, (), at)
    return Numbered(id, past, decision.queue, decision)


def _told(past: PastCase, source: str) -> CaseImported:
    closed = past.closed_at.isoformat() if past.closed_at else None
    return CaseImported(
        source=source, key=past.key, opened=past.opened_at.isoformat(), closed=closed, messages=len(past.messages) + 1
    )


def _document(one: Numbered) -> Document:
    """As `case_document` makes it, but for its meaning, which takes too long to read for very many; it gets one when it changes."""
    past, about = one.past, one.past.facts
    said = [past.description, *past.resources, *(said.body for said in past.messages), past.note]
    standing = "closed" if past.closed_at else "open"
    unowned = ["unowned"] if not past.closed_at and past.owner_id is None else []
    facts = (
        *facts_of("family", [past.family]), *facts_of("product", [about.product]), *facts_of("region", [about.region]),
        *facts_of("queue", [one.queue]), *facts_of("sev", [about.severity]), *facts_of("customer", [past.customer.id]),
        *facts_of("owner", [past.owner_id]), *facts_of("is", [standing, *unowned]), *facts_of("state", [] if past.closed_at else ["us"]),
    )  # fmt: skip
    return Document(
        kind=KIND, object_id=one.id, boundary=past.boundary, title=past.title, body=body_of(said), codes=about.error_codes,
        family=past.family, tags=tuple(tag for tag in (about.product, about.region) if tag), facts=facts, headings=past.title,
    )  # fmt: skip


_THERE = (
    """SELECT external_key, id, description FROM support_case WHERE boundary = $1 AND external_key = ANY ($2::text[])"""
)
