"""Cases of the past, written whole: the same pure decisions and ledgers as the verbs make, without asking the clock 3,000 times.

`tests/cli/test_demo.py` recomputes every decision and every due time that is written here.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import insert, text
from sqlmodel import SQLModel

from ...cases.actions.opening import facts_of
from ...cases.events import CaseAssigned, CaseClosed, CaseOpened, CaseRouted, CustomerAnswered, CustomerWrote, NoteAdded
from ...cases.models import Case, CaseClosure, CaseEntry, RoutingDecision
from ...catalog.loading import catalogue
from ...clocks.events import ClockBreached, ClockCancelled, ClockSatisfied, ClockStarted, ClockWarned
from ...clocks.kinds import Kind
from ...clocks.ledger import due_from_ledger
from ...clocks.models import Clock, ClockEvent
from ...clocks.policies import clock_policies, target_for
from ...clocks.readings import Entry
from ...people.models import Person
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, Actor, Event, EventRow
from ...platform.time import time_at
from ...routing.deciding import Decision, decide
from ...routing.reading import read_text
from ...routing.roster import Candidate
from ...routing.rule_files import rule_set
from .stories import Story

_TABLES: tuple[type[SQLModel], ...] = (Case, CaseEntry, RoutingDecision, CaseClosure, Clock, ClockEvent, EventRow)
_NUMBERED = ("support_case", "case_entry", "routing_decision", "clock")
BATCH = 100


class History:
    """Collects rows of many stories; `write` puts them into the database in one go."""

    def __init__(self, people: dict[int, Person]) -> None:
        self.people = people
        self.rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)
        self.numbers: dict[str, Iterator[int]] = {}

    async def reserve(self, db: Session, stories: int) -> None:
        """Numbers for every table that others refer to; unused ones are gaps, as after a rollback."""
        wanted = {
            "support_case": stories,
            "case_entry": stories * 12,
            "routing_decision": stories,
            "clock": stories * 12,
        }
        for table in _NUMBERED:
            query = text(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, {wanted[table]})")
            self.numbers[table] = iter((await db.execute(query)).scalars().all())

    async def write(self, db: Session) -> None:
        nothing_to_record(db, "history brings its own events")
        for table in _TABLES:
            rows = self.rows[table]
            for start in range(0, len(rows), 1000):
                await db.execute(insert(table), rows[start : start + 1000])
        self.rows.clear()

    def add(self, row: SQLModel) -> None:
        values = row.model_dump()
        if isinstance(row, ClockEvent | EventRow):
            values.pop("id")
        self.rows[type(row)].append(values)

    def tell(self, on: Case | Clock, event: Event, at: datetime, by: Actor) -> None:
        self.add(
            EventRow(
                at=at, action=type(event).__name__, subject=on.subject, thread=on.thread, boundary=on.boundary, actor_id=by.id,
                actor_name=by.name, particulars=dataclasses.asdict(event),
            )
        )  # fmt: skip

    def live(self, story: Story, roster: list[Candidate]) -> None:
        """The whole life of a closed case."""
        with time_at(story.opened_at):
            decision = self._decide(story, roster)
        case = self._open(story, decision)
        owner = self.people[decision.assignee_id] if decision.assignee_id else next(iter(self.people.values()))
        case.owner_id, case.assigned_at = owner.id, story.opened_at
        ended = self._talk(case, story, owner)
        self._close(case, story, owner, ended)
        self.add(case)

    def _decide(self, story: Story, roster: list[Candidate]) -> Decision:
        new = story.new
        reading = read_text(new.title, new.description, new.error_codes, new.resources, catalogue())
        return decide(facts_of(new, story.account.customer, reading), rule_set(), roster, story.opened_at)

    def _open(self, story: Story, decision: Decision) -> Case:
        new, facts, at = story.new, decision.facts, story.opened_at
        case = Case(
            id=next(self.numbers["support_case"]), version=1, boundary=facts.boundary, title=new.title, description=new.description,
            customer_id=new.customer_id, contact_id=new.contact_id, subscription_id=new.subscription_id, family=facts.family or "other",
            product=facts.product, region=facts.region, resources=new.resources, error_codes=list(facts.error_codes), language=new.language,
            channel=new.channel, claimed=new.claimed, severity=new.claimed, queue=decision.queue, problem_started_at=new.problem_started_at,
            opened_at=at, changed_at=at,
        )  # fmt: skip
        stored = RoutingDecision(
            id=next(self.numbers["routing_decision"]), boundary=case.boundary, case_id=case.id, at=at, rule_set=decision.rules_hash,
            rule=decision.rule.name, queue=decision.queue, assignee_id=decision.assignee_id, reasons=decision.reasons, record=decision.to_json(),
        )  # fmt: skip
        self.add(stored)
        self.tell(
            case,
            CaseOpened(channel=case.channel, family=case.family, product=case.product, severity=case.severity),
            at,
            SYSTEM,
        )
        routed = CaseRouted(decision_id=stored.id, queue=case.queue, rule=decision.rule.name, why=decision.rule.reason)
        self.tell(case, routed, at, SYSTEM)
        if decision.assignee_id:
            owner = self.people[decision.assignee_id]
            self.tell(case, CaseAssigned(owner_id=owner.id, owner=owner.name), at, SYSTEM)
        self._say(case, "customer", new.description, at, None, story)
        return case

    def _talk(self, case: Case, story: Story, owner: Person) -> datetime:
        """Says everything there is to say; a reply meets the running clock and starts the next. Returns when it fell silent."""
        at, kind, since = story.opened_at, "first_response", story.opened_at
        for turn in story.turns:
            at += turn.after
            entry = self._say(case, {"engineer": "reply"}.get(turn.who, turn.who), turn.text, at, owner, story)
            if turn.who == "engineer":
                self._clock(case, story, kind, since, at, "satisfied", owner)  # type: ignore[arg-type]
                self.tell(
                    case, CustomerAnswered(entry_id=entry, first=kind == "first_response", overrides=[]), at, owner
                )
                case.first_answered_at = case.first_answered_at or at
                kind, since = "next_update", at
            else:
                self.tell(
                    case,
                    CustomerWrote(entry_id=entry) if turn.who == "customer" else NoteAdded(entry_id=entry),
                    at,
                    owner,
                )
        ended = at + timedelta(minutes=20)
        self._clock(case, story, "next_update", since, ended, "cancelled", owner)
        return ended

    def _say(self, case: Case, kind: str, body: str, at: datetime, owner: Person | None, story: Story) -> int:
        entry = CaseEntry(
            id=next(self.numbers["case_entry"]), boundary=case.boundary, case_id=case.id, kind=kind, body=body, at=at
        )
        if kind == "customer":
            entry.contact_id = story.contact.id
        elif owner is not None:
            entry.author_id, entry.author_name = owner.id, owner.name
        self.add(entry)
        return entry.id

    def _clock(
        self, case: Case, story: Story, kind: Kind, since: datetime, until: datetime, end: Literal["satisfied", "cancelled"], by: Person
    ) -> None:
        """A clock from its start to its end, with the warning and the breach that a sweep would have written."""
        customer = story.account.customer
        target = target_for(
            kind, severity=case.severity, plan=customer.plan, cover=customer.is_covered(since), at=since, zone=story.contact.time_zone  # type: ignore[arg-type]
        )  # fmt: skip
        calendars = clock_policies().calendars
        pinned = calendars.in_force(target.calendar_key, since)
        started = Entry(
            what="started", at=since, minutes=target.minutes, calendar=pinned.ref, policy=target.policy_version
        )
        ledger = [
            started,
            *_told_meanwhile(started, until),
            Entry(what=end, at=until, why="the case was closed" if end == "cancelled" else ""),
        ]
        reading = due_from_ledger(ledger, calendars)
        clock = Clock(
            id=next(self.numbers["clock"]), boundary=case.boundary, case_id=case.id, holder="support", kind=kind, started_at=since,
            state=reading.state, policy_version=target.policy_version, calendar=pinned.ref, target_minutes=target.minutes,
        )  # fmt: skip
        clock.follow(reading, calendars)
        self.add(clock)
        for entry in ledger:
            row = ClockEvent.writing(entry, clock, round=0)
            row.recorded_at = entry.at
            self.add(row)
            self.tell(clock, _fact(clock, entry), entry.at, SYSTEM if entry.what in ("warned", "breached") else by)

    def _close(self, case: Case, story: Story, owner: Person, at: datetime) -> None:
        case.closed_at = case.changed_at = at
        self.add(
            CaseClosure(
                boundary=case.boundary,
                case_id=case.id,
                resolution=story.resolution,
                note=story.note,
                at=at,
                author_id=owner.id,
            )
        )
        self.tell(case, CaseClosed(resolution=story.resolution), at, owner)


def _told_meanwhile(started: Entry, until: datetime) -> Iterable[Entry]:
    reading = due_from_ledger([started], clock_policies().calendars)
    if reading.warn_at and reading.warn_at < until:
        yield Entry(what="warned", at=reading.warn_at, due_at=reading.due_at)
    if reading.due_at and reading.due_at < until:
        yield Entry(what="breached", at=reading.due_at, due_at=reading.due_at)


def _fact(clock: Clock, entry: Entry) -> Event:
    about: dict[str, Any] = {"clock_id": clock.id, "case_id": clock.case_id, "kind": clock.kind, "holder": clock.holder}
    if entry.what == "started":
        return ClockStarted(**about, minutes=clock.target_minutes, calendar=clock.calendar)
    if entry.what == "satisfied":
        return ClockSatisfied(**about, late=clock.breached_at is not None)
    if entry.what == "cancelled":
        return ClockCancelled(**about, why=entry.why)
    due = entry.due_at.isoformat() if entry.due_at else ""
    return ClockWarned(**about, due_at=due) if entry.what == "warned" else ClockBreached(**about, due_at=due)
