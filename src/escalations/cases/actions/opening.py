"""A case begins: its text is read, it is routed, assigned where somebody can take it, and its first clock runs."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from ...catalog.loading import catalogue
from ...clocks.actions import belong_to, events_of, tell_moves
from ...clocks.models import Clock
from ...customers.models import Contact, Customer
from ...customers.queries import contacts_among, customer_with_id, first_contact_of, subscriptions_among
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.events import SYSTEM, Actor, EventRow, number_with_events, record
from ...platform.flushing import Ahead
from ...platform.kept import answers
from ...platform.lettering import as_read
from ...platform.meanwhile import meanwhile
from ...platform.numbering import keep_numbers, numbers_ahead
from ...platform.time import now
from ...routing.deciding import Decision, decide
from ...routing.facts import CaseFacts, TextEvidence
from ...routing.reading import Reading, read_text
from ...routing.roster import Candidate
from ...routing.rule_files import rule_set
from ..events import CaseOpened, CaseRouted
from ..models import Case, CaseEntry, RoutingDecision
from ..queries import case_with_key, roster
from ..queries.rosters import hold_roster, with_loads
from ..queries.waiting import familiar_with
from . import timing
from .assigning import note_assignment
from .deciding import kept

AHEAD = (Ahead(Case, 1), Ahead(RoutingDecision, 1), Ahead(Clock, 2), Ahead(EventRow, 5))
"""What most new cases write before anything can name it."""
MOST_HEARD = 8
"""Words that are kept for each family."""


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What is told when a case is opened. What is left open is read from the text. `external_key` makes a repeat harmless.

    Of a case that is split off: the message that it begins with is there already, since `began_at`; `owner_id` comes along.
    """

    customer_id: int
    title: str
    description: str
    claimed: str = "C"
    always_contact_id: int | None = None
    around_the_clock: bool = False
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
    split_from_id: int | None = None
    began_at: datetime | None = None
    owner_id: int | None = None


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
    people, reading = await meanwhile(
        roster(db, last_given_to=()),
        lambda: read_text(new.title, new.description, new.error_codes, new.resources, catalogue()),
    )
    familiar, contact = await _known_to(db, new, customer)
    decision = await _decide(db, replace(facts_of(new, customer, reading), familiar=familiar), people)
    case = _begun(new, customer, contact, decision, by)
    owner = await _owner(db, case, new.owner_id or decision.assignee_id, by)
    clocks = await timing.first_clocks(db, case)
    stored = kept(case, decision)
    db.add_all([case, stored, *(one.clock for one in clocks)])
    await number_with_events(db, events_of(clocks) + (2 if owner is None else 3))
    stored.case_id = case.id
    belong_to(case.id, clocks)
    _say_first(db, case, new)
    await _tell(db, case, decision, stored, owner, by)
    await tell_moves(db, clocks, by=SYSTEM)
    return case


async def _decide(db: Session, facts: CaseFacts, people: list[Candidate]) -> Decision:
    """Where somebody can take it, decided again when nobody else gives out work, by what everybody has in hand then and by when those
    who can were last given something."""
    rules, at = rule_set(), now()
    decision, asked = decide(facts, rules, people, at), set[int]()
    while not (able := {one.person_id for one in decision.choice.able}) <= asked:
        if not asked:
            await hold_roster(db)
        asked |= able
        decision = decide(facts, rules, await with_loads(db, people, last_given_to=sorted(asked)), at)
    return decision


def facts_of(new: NewCase, customer: Customer, reading: Reading) -> CaseFacts:
    """What a person said counts for sure; the rest is what the text says."""
    product = new.product or (reading.product if not new.family or reading.family == new.family else None)
    known = catalogue().products.get(product) if product else None
    family = new.family or (known.family if known and new.product else reading.family)
    was_told = bool(new.family or new.product)
    return CaseFacts(
        severity=new.claimed, boundary=customer.boundary, cloud=catalogue().boundary(customer.boundary).cloud, opened_at=now(), family=family, family_sure=was_told or reading.sure,  # type: ignore[arg-type]
        product=product, plan=customer.plan, cover=customer.is_covered(now()), region=new.region or _region(reading, customer.boundary),
        language=new.language, error_codes=tuple(dict.fromkeys([*new.error_codes, *reading.error_codes])), text=f"{new.title}\n{new.description}",
        problem_started_at=new.problem_started_at, confidence=None if was_told else round(reading.confidence, 3), evidence=() if was_told else _heard(reading),
    )  # fmt: skip


def _heard(reading: Reading) -> tuple[TextEvidence, ...]:
    """What spoke for the families it could be, each word once, the strongest first."""
    return tuple(
        TextEvidence(words, round(weight, 2), family.key)
        for family in reading.plausible
        for words, weight, _ in reading.evidence_for(family.key)[:MOST_HEARD]
    )


def _region(reading: Reading, boundary: str) -> str | None:
    """A region named in the text, if it lies in the customer's boundary."""
    regions = catalogue().regions
    return next(
        (hint.key for hint in reading.regions if hint.key in regions and regions[hint.key].boundary == boundary), None
    )


async def _known_to(db: Session, new: NewCase, customer: Customer) -> tuple[tuple[int, ...], Contact | None]:
    """Who of ours is familiar with the customer; and who wrote, else the first whom the customer named. Asked with the numbers of
    what the case will write. Whoever and whatever is named is the customer's own."""
    people = {one for one in (new.contact_id, new.always_contact_id) if one is not None}
    paid_for = [] if new.subscription_id is None else [new.subscription_id]
    asked = (
        familiar_with(customer.id, now()), first_contact_of(customer), contacts_among(customer, people),
        subscriptions_among(customer, paid_for), numbers_ahead(*AHEAD),
    )  # fmt: skip
    known, first, contacts, subscriptions, numbers = await answers(db, *asked)
    keep_numbers(db, AHEAD, numbers)
    theirs = {one.id: one for one in contacts}
    if theirs.keys() != people:
        raise NotFound(f"{customer.name} has no such contact.")
    if len(subscriptions) != len(paid_for):
        raise NotFound(f"{customer.name} has no such subscription.")
    contact = next(iter(first), None) if new.contact_id is None else theirs[new.contact_id]
    return tuple(person_id for _, person_id in known), contact


def _begun(new: NewCase, customer: Customer, contact: Contact | None, decision: Decision, by: Actor) -> Case:
    """In its queue since the decision, which says why nobody has it where nobody does."""
    facts = decision.facts
    return Case(
        boundary=customer.boundary, title=as_read(new.title), description=new.description, customer_id=customer.id, contact_id=contact.id if contact else None,
        subscription_id=new.subscription_id, family=facts.family or "other", product=facts.product, region=facts.region,
        resources=new.resources, error_codes=list(facts.error_codes), language=new.language, channel=new.channel, external_key=new.external_key,
        claimed=new.claimed, severity=new.claimed, always_contact_id=new.always_contact_id, around_the_clock=new.around_the_clock, queue=decision.queue, problem_started_at=new.problem_started_at, opened_at=new.began_at or decision.at,
        opened_by=by.id, split_from_id=new.split_from_id, queued_at=decision.at, changed_at=decision.at,
    )  # fmt: skip


async def _owner(db: Session, case: Case, owner_id: int | None, by: Actor) -> Person | None:
    """Whom the decision chose, or who comes along."""
    if owner_id is None:
        return None
    owner = await db.get_one(Person, owner_id)
    case.owner_id, case.assigned_at = owner.id, now()
    case.heard_at = now() if owner.id == by.id else None
    return owner


def _say_first(db: Session, case: Case, new: NewCase) -> None:
    if new.split_from_id is None:
        at, who = case.opened_at, case.contact_id
        words = CaseEntry(
            boundary=case.boundary, case_id=case.id, kind="customer", body=new.description, at=at, contact_id=who
        )
        db.add(words)


async def _tell(
    db: Session, case: Case, decision: Decision, stored: RoutingDecision, owner: Person | None, by: Actor
) -> None:
    opened = CaseOpened(
        channel=case.channel, family=case.family, product=case.product, severity=case.severity, around_the_clock=case.around_the_clock,
    )  # fmt: skip
    await record(db, opened, on=case, by=by)
    given, rule = owner is not None, decision.rule
    routed = CaseRouted(
        decision_id=stored.id, queue=decision.queue, rule=rule.name, why=rule.reason, given=given, weighed=not given
    )
    await record(db, routed, on=case, by=SYSTEM)
    if owner is not None:
        await note_assignment(db, case, owner, by=SYSTEM)
