"""Cases of the past, written whole: the same pure decisions and ledgers as the verbs make, without asking the clock 3,000 times.

`tests/cli/test_demo.py` recomputes every decision and every due time that is written here.
"""

from datetime import datetime, timedelta

from ...cases.actions.opening import facts_of
from ...cases.events import (
    CaseAssigned,
    CaseClosed,
    CaseOpened,
    CaseRouted,
    CustomerAnswered,
    CustomerWrote,
    NoteAdded,
    PromiseMade,
)
from ...cases.models import Case, CaseClosure, CaseEntry, RoutingDecision
from ...cases.search import KIND as CASE
from ...cases.search import case_facts
from ...catalog.loading import catalogue
from ...clocks.models import Clock, ClockEvent
from ...clocks.readings import Entry
from ...known_issues.events import KnownIssueLinked
from ...known_issues.models import Article, CaseKnownIssue
from ...people.models import Person
from ...platform.events import SYSTEM
from ...platform.search import Document
from ...platform.time import time_at
from ...routing.deciding import Decision, decide
from ...routing.reading import read_text
from ...routing.roster import Candidate
from ...routing.rule_files import rule_set
from .past_clocks import End, PastKind, fact_of, past_clock, past_promise
from .past_turns import Wait, next_words, promised_in, time_row, waits_of
from .present import retimed
from .rows import Rows
from .stories import Story

BATCH = 100


class History(Rows):
    """Lives many stories; `write` puts them into the database in one go."""

    def __init__(self, people: dict[int, Person], articles: dict[str, Article]) -> None:
        super().__init__()
        self.people, self.articles = people, articles
        self.waits: list[Wait] = []
        self.response_ledgers: list[list[Entry]] = []

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
        said = "\n\n".join([story.new.description, *(turn.text for turn in story.turns), story.note])
        tags = tuple(tag for tag in (case.product, case.region) if tag)
        self.documents.append(
            Document(
                kind=CASE, object_id=case.id, boundary=case.boundary, title=case.title, body=said, codes=tuple(case.error_codes),
                family=case.family, tags=tags, facts=case_facts(case), headings=case.title,
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
            channel=new.channel, claimed=new.claimed, severity=new.claimed, around_the_clock=new.around_the_clock, queue=decision.queue, problem_started_at=new.problem_started_at,
            opened_at=at, queued_at=at, heard_at=at, changed_at=at,
        )  # fmt: skip
        known, record = decision.stored()
        stored = RoutingDecision(
            id=next(self.numbers["routing_decision"]), boundary=case.boundary, case_id=case.id, at=at, trigger=decision.trigger,
            rule_set=decision.rules_hash, rule=decision.rule.name, queue=decision.queue, assignee_id=decision.assignee_id,
            reasons=decision.reasons, facts=known, record=record,
        )  # fmt: skip
        self.add(stored)
        self.tell(
            case,
            CaseOpened(
                channel=case.channel,
                family=case.family,
                product=case.product,
                severity=case.severity,
                around_the_clock=case.around_the_clock,
            ),
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
        self.waits, self.response_ledgers = waits_of(case.id, story), []
        closed_at = at + sum((turn.after for turn in story.turns), timedelta(minutes=20))
        for turn, coming in zip(story.turns, next_words(story), strict=True):
            at += turn.after
            said = retimed(turn.text, coming, at) if coming and case.id % 8 else turn.text
            entry = self._say(case, {"engineer": "reply"}.get(turn.who, turn.who), said, at, owner, story)
            if turn.who == "engineer":
                self._clock(case, story, kind, since, at, "satisfied", owner)  # type: ignore[arg-type]
                self._promise(case, said, at, coming, closed_at, owner)
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
        self._clock(case, story, "resolution", story.opened_at, ended, "satisfied", owner)
        for moment, event in (fact for wait in self.waits for fact in wait.facts()):
            self.tell(case, event, moment, owner)
        return ended

    def _promise(
        self, case: Case, said: str, at: datetime, coming: datetime | None, closed_at: datetime, by: Person
    ) -> None:
        promised = promised_in(said, at)
        if promised is None:
            return
        number = next(self.numbers["clock"])
        self._write(*past_promise(number, case, promised.words, at, promised.at, coming, closed_at), by)
        made = PromiseMade(clock_id=number, words=promised.words, until=f"{promised.at:%-d %b %Y %H:%M} UTC")
        self.tell(case, made, at, by)

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
        self, case: Case, story: Story, kind: PastKind, since: datetime, until: datetime, end: End, by: Person
    ) -> None:
        past = past_clock(next(self.numbers["clock"]), case, story, kind, since, until, end, self.waits)
        if past is None:
            return
        self._write(*past, by)
        if kind != "resolution":
            self.response_ledgers.append(past[1])

    def _write(self, clock: Clock, ledger: list[Entry], by: Person) -> None:
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
        self.add(time_row(case, self.waits, self.response_ledgers))

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
