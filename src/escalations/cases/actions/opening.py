"""A case begins: its text is read, it is routed, assigned where somebody can take it, and its first clock runs."""

from dataclasses import dataclass, field
from datetime import datetime

from ...catalog.loading import catalogue
from ...customers.models import Customer
from ...customers.queries import contacts_of, customer_with_id
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.events import SYSTEM, Actor, record
from ...platform.time import now
from ...routing.deciding import Decision, decide
from ...routing.facts import CaseFacts
from ...routing.reading import Reading, read_text
from ...routing.rule_files import rule_set
from ..events import CaseAssigned, CaseOpened, CaseRouted
from ..models import Case, CaseEntry, RoutingDecision
from ..queries import case_with_key, roster
from . import timing


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What is told when a case is opened. What is left open is read from the text. `external_key` makes a repeat harmless."""

    customer_id: int
    title: str
    description: str
    claimed: str = "C"
    contact_id: int | None = None
    subscription_id: int | None = None
    family: str | None = None
    product: str | None = None
    region: str | None = None
    resources: list[str] = field(default_factory=list)
    error_codes: list[str] = field(default_factory=list)
    language: str = "en"
    problem_started_at: datetime | None = None
    channel: str = "web"
    external_key: str | None = None


async def open_case(db: Session, new: NewCase, *, by: Actor) -> Case:
    """The same external key again answers with the case it had opened, and records nothing."""
    allow(by, "work_cases")
    customer = await customer_with_id(db, new.customer_id)
    if customer is None:
        raise NotFound("There is no such customer, or it is not yours to see.")
    if new.external_key and (existing := await case_with_key(db, customer.boundary, new.external_key)):
        return existing
    if new.problem_started_at is not None and new.problem_started_at > now():
        raise Refused("The problem cannot have started in the future. Correct its start time.")
    reading = read_text(new.title, new.description, new.error_codes, new.resources, catalogue())
    facts = facts_of(new, customer, reading)
    decision = decide(facts, rule_set(), await roster(db), now())
    case = await _write(db, new, customer, reading, decision, by)
    await record(
        db,
        CaseOpened(channel=new.channel, family=case.family, product=case.product, severity=case.severity),
        on=case,
        by=by,
    )
    await _route(db, case, decision)
    await timing.start_first_response(db, case, by=SYSTEM)
    return case


def facts_of(new: NewCase, customer: Customer, reading: Reading) -> CaseFacts:
    """What a person said counts for sure; the rest is what the text says."""
    product = new.product or (reading.product if not new.family or reading.family == new.family else None)
    known = catalogue().products.get(product) if product else None
    family = new.family or (known.family if known and new.product else reading.family)
    return CaseFacts(
        severity=new.claimed, boundary=customer.boundary, opened_at=now(), family=family, family_sure=bool(new.family or new.product) or reading.sure,  # type: ignore[arg-type]
        product=product, plan=customer.plan, cover=customer.is_covered(now()), region=new.region or _region(reading, customer.boundary),
        language=new.language, error_codes=tuple(dict.fromkeys([*new.error_codes, *reading.error_codes])), text=f"{new.title}\n{new.description}",
        problem_started_at=new.problem_started_at,
    )  # fmt: skip


def _region(reading: Reading, boundary: str) -> str | None:
    """A region named in the text, if it lies in the customer's boundary."""
    regions = catalogue().regions
    return next(
        (hint.key for hint in reading.regions if hint.key in regions and regions[hint.key].boundary == boundary), None
    )


async def _write(
    db: Session, new: NewCase, customer: Customer, reading: Reading, decision: Decision, by: Actor
) -> Case:
    facts = decision.facts
    contact_id = new.contact_id or next((contact.id for contact in await contacts_of(db, customer)), None)
    case = Case(
        boundary=customer.boundary, title=new.title, description=new.description, customer_id=customer.id, contact_id=contact_id,
        subscription_id=new.subscription_id, family=facts.family or "other", product=facts.product, region=facts.region,
        resources=new.resources, error_codes=list(facts.error_codes), language=new.language, channel=new.channel, external_key=new.external_key,
        claimed=new.claimed, severity=new.claimed, queue=decision.queue, problem_started_at=new.problem_started_at, opened_at=now(),
        opened_by=by.id, queued_at=now(), changed_at=now(),
    )  # fmt: skip
    db.add(case)
    await db.flush()
    db.add(
        CaseEntry(
            boundary=case.boundary,
            case_id=case.id,
            kind="customer",
            body=new.description,
            at=case.opened_at,
            contact_id=contact_id,
        )
    )
    return case


async def _route(db: Session, case: Case, decision: Decision) -> None:
    """Store the decision whole, and assign whom it chose."""
    stored = RoutingDecision(
        boundary=case.boundary, case_id=case.id, at=decision.at, rule_set=decision.rules_hash, rule=decision.rule.name, queue=decision.queue,
        assignee_id=decision.assignee_id, reasons=decision.reasons, facts=decision.facts.to_json(), record=decision.to_json(),
    )  # fmt: skip
    db.add(stored)
    await db.flush()
    await record(
        db,
        CaseRouted(decision_id=stored.id, queue=decision.queue, rule=decision.rule.name, why=decision.rule.reason),
        on=case,
        by=SYSTEM,
    )
    chosen = next(
        (weighed.candidate for weighed in decision.candidates if weighed.candidate.person_id == decision.assignee_id),
        None,
    )
    if chosen is not None:
        case.owner_id, case.assigned_at = chosen.person_id, now()
        await record(
            db,
            CaseAssigned(owner_id=chosen.person_id, owner=chosen.name),
            on=case,
            by=SYSTEM,
            topics=(f"owner/{chosen.person_id}",),
        )
