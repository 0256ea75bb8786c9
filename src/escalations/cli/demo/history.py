"""Cases of the past, written whole: the same pure decisions and ledgers as the verbs make, without asking the clock 3,000 times.

`tests/cli/test_demo.py` recomputes every decision and every due time that is written here.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import SQLModel

from ...cases.actions.opening import facts_of
from ...cases.events import CaseAssigned, CaseClosed, CaseOpened, CaseRouted, CustomerAnswered, CustomerWrote, NoteAdded
from ...cases.models import Case, CaseClosure, CaseEntry, RoutingDecision
from ...cases.search import KIND as CASE
from ...catalog.loading import catalogue
from ...clocks.models import Clock, ClockEvent
from ...known_issues.events import KnownIssueLinked
from ...known_issues.models import Article, CaseKnownIssue
from ...people.models import Person
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, Actor, Event, EventRow
from ...platform.search import Document, index_documents
from ...platform.time import time_at
from ...routing.deciding import Decision, decide
from ...routing.reading import read_text
from ...routing.roster import Candidate
from ...routing.rule_files import rule_set
from .past_clocks import AnswerKind, End, fact_of, past_clock
from .stories import Story

_TABLES: tuple[type[SQLModel], ...] = (
    Case,
    CaseEntry,
    RoutingDecision,
    CaseClosure,
    Clock,
    ClockEvent,
    CaseKnownIssue,
    EventRow,
)
_NUMBERED = ("support_case", "case_entry", "routing_decision", "clock")
BATCH = 100


class History:
    """Collects rows of many stories; `write` puts them into the database in one go."""

    def __init__(self, people: dict[int, Person], articles: dict[str, Article]) -> None:
        self.people, self.articles = people, articles
        self.documents: list[Document] = []
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
        await index_documents(db, self.documents)
        self.documents.clear()

    def add(self, row: SQLModel) -> None:
        values = row.model_dump()
        if isinstance(row, ClockEvent | EventRow):
            values.pop("id")
        self.rows[type(row)].append(values)

    def tell(self, on: Case | Clock | CaseKnownIssue, event: Event, at: datetime, by: Actor) -> None:
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
        self._link(case, story, owner)
        self.add(case)
        said = "\n\n".join([story.new.description, *(turn.text for turn in story.turns)])
        tags = tuple(tag for tag in (case.product, case.region) if tag)
        self.documents.append(
            Document(
                kind=CASE, object_id=case.id, boundary=case.boundary, title=case.title, body=said, codes=tuple(case.error_codes),
                family=case.family, tags=tags,
            )
        )  # fmt: skip

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
            opened_at=at, queued_at=at, heard_at=at, changed_at=at,
        )  # fmt: skip
        stored = RoutingDecision(
            id=next(self.numbers["routing_decision"]), boundary=case.boundary, case_id=case.id, at=at, rule_set=decision.rules_hash,
            rule=decision.rule.name, queue=decision.queue, assignee_id=decision.assignee_id, reasons=decision.reasons,
            facts=decision.facts.to_json(), record=decision.to_json(),
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
        self, case: Case, story: Story, kind: AnswerKind, since: datetime, until: datetime, end: End, by: Person
    ) -> None:
        clock, ledger = past_clock(next(self.numbers["clock"]), case, story, kind, since, until, end)
        self.add(clock)
        for entry in ledger:
            row = ClockEvent.writing(entry, clock, round=0)
            row.recorded_at = entry.at
            self.add(row)
            self.tell(clock, fact_of(clock, entry), entry.at, SYSTEM if entry.what in ("warned", "breached") else by)

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

    def _link(self, case: Case, story: Story, owner: Person) -> None:
        """Two of three cases of a known problem were linked to the article that solved them."""
        article = self.articles.get(story.template.get("known_issue", ""))
        if article is None or not article.fits(case.boundary) or case.id % 3 == 0:
            return
        link = CaseKnownIssue(
            boundary=case.boundary, case_id=case.id, article_id=article.id, article_boundary=article.boundary, kind="resolved_by",
            by_id=owner.id, at=case.changed_at,
        )  # fmt: skip
        self.add(link)
        self.tell(link, KnownIssueLinked(article=article.ref, kind=link.kind, was=None), case.changed_at, owner)
