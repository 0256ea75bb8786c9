"""The hottest things the program asks its database, each through the very function that a page, verb or sweep calls."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bench.plans import Asked
from bench.world import World
from escalations.cases import actions as case_actions
from escalations.cases.gate import candidates_in
from escalations.cases.models import Case
from escalations.cases.queries import (
    OUR_TURNS,
    CaseLine,
    case_for,
    cases_of_customer,
    cases_that_slept_until,
    links_of,
    open_cases,
    open_cases_owned_by,
    roster,
    waits_that_ended_by,
)
from escalations.cases.queries.past_decisions import Period, past_decisions
from escalations.cases.queries.time import time_rows
from escalations.cases.routes.offering import offered
from escalations.cases.routes.showing import view
from escalations.clocks.queries import clocks_on_old_hours, due_clocks
from escalations.customers.queries import contacts_of, customer_for, customers_in_sight, customers_spoken_of
from escalations.desk.asking import asking
from escalations.desk.lists.groupings import GROUPINGS
from escalations.desk.lists.queries import counted, list_page, matching
from escalations.desk.lists.queries.counts import count_at_hand
from escalations.desk.lists.queries.matching import COUNTED_TO
from escalations.desk.lists.queries.pages import PAGE as ROWS
from escalations.desk.lists.shape import Shape
from escalations.desk.narrowing import Narrowing
from escalations.desk.queries import (
    Sought,
    critical_unowned,
    dead_ends,
    events_sought,
    narrowed_cases,
    queue_lines,
    queue_tallies,
    queues_of,
    trail_for,
    unattended_places,
    unowned_in,
)
from escalations.desk.queries.asked import answer_to
from escalations.incidents.queries import (
    hit_customers,
    incident_for,
    incidents_of_case,
    listed_subscriptions,
    resolved_incidents,
    suggested_case_lines,
    unresolved_incidents,
    unsettled_cases,
    unsettled_incidents,
)
from escalations.incidents.routes.showing import about as about_incident
from escalations.integrations.feeds.queries.letting_go import let_bytes_go
from escalations.integrations.queries import mail_not_sent, mail_to_queue_again
from escalations.known_issues import queries as known_issues
from escalations.known_issues.queries import debt as owed
from escalations.known_issues.similar.finding import similar_cases
from escalations.known_issues.similar.queries import rejected_for
from escalations.known_issues.suggesting import suggested_articles
from escalations.people.models import Person
from escalations.people.queries import clearances_of, people, person_signed_in_with, specialties_of
from escalations.platform.db import Scope, Session, nothing_to_record
from escalations.platform.search import search
from escalations.platform.time import now
from escalations.product_groups.presenting import about_escalations_of
from escalations.product_groups.queries import inbox
from escalations.product_groups.queries.views import PAGE as INBOX
from escalations.rapid_response.presenting import about_cover
from escalations.rapid_response.queries.board import Covered, covered_cases
from escalations.reports import queries as reports
from escalations.reports.narrowing import Narrowing as Reported
from escalations.reports.queries.pauses import PAGE
from escalations.spikes.queries import arrivals, declared_since, past_of, raised_since
from escalations.spikes.sensitivity import sensitivity

SAID = "We have found the cause and are mending it now."
UNOWNED = 10
"""How many of those that wait for anybody stand below one's own work."""
FILTERS = (
    "family:{family} sev:b waiting:us", "region:{region}", "owner:me", "is:unowned", "is:breached", "is:covered", "is:snoozed", "age:>3d",
    "product:{product}", "boundary:usgov", "customer:CU-{even}", "is:closed", "is:closed family:storage", "is:closed queue:storage sev:a",
    "is:closed customer:CU-{customer}", "is:closed owner:me", "connection timeout", "connection timeout sev:b",
)  # fmt: skip
"""What lists are narrowed by, with the names of the world: of a hundred thousand cases enough to fill a page, but for `owner:me`."""
RARE = (
    "family:storage sev:a waiting:us", "region:westeurope", "product:blob", "queue:storage boundary:usgov", "queue:{queue} boundary:usgov",
    "customer:CU-{customer}", "connection timeout sev:a",
)  # fmt: skip
"""Of a hundred thousand cases hardly any: a larger world shows more, and is asked for as many rows."""
KINDS = ["case", "incident", "known_issue", "escalation", "customer", "person"]


HOTTEST = (
    "my work", "a queue: everything", "a list: all open", "case page: the case itself", "trail of a case", "a customer's cases",
    "search: two common words", "incident → cases to weigh", "sweep: due clocks", "verb: reply to the customer",
)  # fmt: skip
"""What is asked most on a working day, one of each kind: lists, pages, a search, matching, a sweep, a verb."""


@dataclass(frozen=True)
class Probe:
    name: str
    scope: Scope
    asked: Asked
    hot: bool = False
    """One of those that may never read a large table from end to end."""
    at_most: Callable[[int], Asked] | None = None
    """The same, where no more than so many rows are asked for: by it a list that shows more in a larger world is held against itself."""


def probes(w: World) -> list[Probe]:
    return [*_desk(w), *_case(w), *_search(w), *_rooms(w), *_oversight(w), *_reports(w), *_sweeps(w), *_verbs(w)]


def _desk(w: World) -> Iterator[Probe]:
    def work(own: int) -> Callable[[Session], Awaitable[list[CaseLine]]]:
        async def asked(db: Session) -> list[CaseLine]:
            mine = await open_cases_owned_by(db, w.ada.id, limit=own)
            families = (await specialties_of(db, [w.ada.id])).get(w.ada.id, {})
            return mine + await unowned_in(db, queues_of(w.ada, families), limit=UNOWNED)

        return asked

    def queue(narrowing: Narrowing) -> Callable[[Session], Awaitable[Any]]:
        return lambda db: narrowed_cases(db, w.queue, narrowing)

    async def second_page(db: Session) -> list[CaseLine]:
        first = await narrowed_cases(db, w.queue, Narrowing())
        return first + await narrowed_cases(db, w.queue, Narrowing(), after=first[-1].place)

    yield Probe("sign-in of a request", Scope.nobody(), lambda db: person_signed_in_with(db, "none"))
    yield Probe("my work", w.me, work(300), hot=True, at_most=lambda rows: work(max(1, rows - UNOWNED)))
    yield Probe("all queues", w.me, queue_lines, hot=True)
    yield Probe("a queue: its tallies", w.me, lambda db: queue_tallies(db, w.queue, Narrowing()), hot=True)
    for seen in ("everything", "unowned", "ours", "waiting", "snoozed"):
        yield Probe(f"a queue: {seen}", w.me, queue(Narrowing(view=seen)), hot=seen == "everything")
    yield Probe("a queue: severity A, late", w.me, queue(Narrowing(severity="A", late=True)))
    yield Probe("a queue: usgov only", w.me, queue(Narrowing(boundary="usgov")))
    yield Probe("a queue: second page", w.me, second_page)
    yield from _lists(w)


def _lists(w: World) -> Iterator[Probe]:
    def shown(q: str = "", rows: int = 2 * ROWS, **shape: str) -> Asked:
        """Less than a page is asked as one that is all there is, which tells its own count."""

        async def both_pages(db: Session) -> list[CaseLine]:
            found, wanted = await matching(db, asking(q), w.ada), Shape(q, **shape)  # type: ignore[arg-type]
            first = await list_page(db, found, wanted, limit=min(rows, ROWS))
            if rows >= ROWS:
                await count_at_hand(db, found, first, begun=False)
            is_more = first.after and rows > ROWS
            more = await list_page(db, found, wanted, after=first.after, limit=rows - ROWS) if is_more else None
            return first.cases + (more.cases if more else [])

        return both_pages

    def how_many(q: str, most: int = COUNTED_TO) -> Asked:
        async def after_the_page(db: Session) -> range:
            return range(await counted(db, await matching(db, asking(q), w.ada), most))

        return after_the_page

    def listed(q: str) -> Probe:
        return Probe(f"a list: {q}", w.me, shown(q), True, lambda rows: shown(q, rows))

    yield Probe("a list: all open", w.me, shown(), hot=True)
    for order in ("due", "oldest", "newest"):
        yield Probe(f"a list: all open, {order} first", w.me, shown(order=order), hot=True)
    for group in GROUPINGS:
        yield Probe(f"a list: all open by {group}", w.me, shown(group=group), hot=True)
    for q in (*FILTERS, *RARE):
        yield listed(q.format_map(vars(w)))
    for q in (
        "region:westeurope",
        "is:covered",
        "queue:storage boundary:usgov",
        "is:closed",
        "is:closed queue:storage sev:a",
        "connection timeout sev:a",
    ):
        yield Probe(f"how many: {q}", w.me, how_many(q), True, lambda rows, q=q: how_many(q, rows - 1))  # type: ignore[misc]


def _case(w: World) -> Iterator[Probe]:
    async def found(db: Session) -> Case:
        return await case_for(db, w.ada, w.case.ref)

    async def shown(db: Session) -> None:
        await view(db, await found(db))

    async def timed(db: Session) -> None:
        await time_rows(db, await found(db))

    async def linked(db: Session) -> None:
        await links_of(db, await case_for(db, w.ada, f"C-{w.linked}"))

    async def incidents(db: Session) -> None:
        case = await found(db)
        await incidents_of_case(db, case)
        await unsettled_incidents(db, case)

    async def articles(db: Session) -> None:
        case = await found(db)
        await known_issues.links_of(db, case)
        await suggested_articles(db, case)

    async def similar(db: Session) -> None:
        case = await found(db)
        await similar_cases(db, case)
        await rejected_for(db, case)

    async def escalations(db: Session) -> None:
        await about_escalations_of(db, w.ada, await found(db))

    async def cover(db: Session) -> None:
        await about_cover(db, w.ada, await found(db))

    async def dialogs(db: Session) -> None:
        await offered(db, await found(db))

    yield Probe("case page: the case itself", w.me, shown, hot=True)
    yield Probe("case page: its time", w.me, timed, hot=True)
    yield Probe("case page: linked cases", w.me, linked, hot=True)
    yield Probe("case page: what dialogs offer", w.me, dialogs)
    yield Probe("case page: incidents", w.me, incidents, hot=True)
    yield Probe("case page: known issues", w.me, articles, hot=True)
    yield Probe("case page: similar cases", w.me, similar, hot=True)
    yield Probe("case page: escalations", w.me, escalations, hot=True)
    yield Probe("case page: cover", w.me, cover)


def _search(w: World) -> Iterator[Probe]:
    def typed(text: str) -> Callable[[Session], Awaitable[Any]]:
        return lambda db: search(db, text, kinds=KINDS, limit=60)

    for name, text in w.typed.items():
        if name != "name":
            yield Probe(f"search: {name}", w.me, typed(text), hot=True)
    for name, text in {
        "filters alone": "sev:a is:open", "closed ones by filters": "is:closed sev:a owner:me",
        "common words with filters": "connection timeout sev:a is:open", "a customer's": f"timeout customer:CU-{w.customer}",
    }.items():  # fmt: skip
        yield Probe(f"search: {name}", w.me, _asked(w, text), hot=True)


def _asked(w: World, text: str) -> Callable[[Session], Awaitable[Any]]:
    return lambda db: answer_to(db, asking(text), w.ada)


def _rooms(w: World) -> Iterator[Probe]:
    async def customer_page(db: Session) -> None:
        customer = await customer_for(db, w.ada, f"CU-{w.customer}")
        await contacts_of(db, customer, also_left=True)

    async def incident_page(db: Session) -> None:
        await about_incident(db, await incident_for(db, w.ada, f"I-{w.incident}"))

    async def matched(db: Session) -> None:
        await unsettled_cases(db, await incident_for(db, w.ada, f"I-{w.incident}"))

    async def suggested(db: Session) -> None:
        await suggested_case_lines(db, await incident_for(db, w.ada, f"I-{w.incident}"))

    long_ago = now() - timedelta(days=180)

    async def debt(db: Session) -> None:
        await owed.unanswered_searches(db, long_ago)
        await owed.found_far_down(db, long_ago, 5)
        await owed.flagged(db)
        await owed.reused_unvalidated(db)
        await owed.unfinished(db, long_ago)
        await owed.stale_validated(db, long_ago)

    async def impacted(db: Session) -> None:
        incident = await incident_for(db, w.ada, f"I-{w.incident}")
        await listed_subscriptions(db, incident)
        await hit_customers(db, incident)

    async def listed(db: Session) -> None:
        rows = await known_issues.articles(db, known_issues.Narrowing())
        await known_issues.uses_of(db, [row.id for row in rows])

    async def board(db: Session) -> list[Covered]:
        return (await covered_cases(db, now())).shown

    async def alarms_measured(db: Session) -> None:
        since = now() - timedelta(days=90)
        await raised_since(db, since)
        await declared_since(db, since)

    async def article_page(db: Session) -> None:
        article = await known_issues.article_for(db, w.ada, f"KI-{w.article}")
        await known_issues.cases_linked_to(db, article)
        await known_issues.uses_of(db, [article.id])

    yield Probe("customers: first page", w.me, customers_in_sight)
    yield Probe("customers: by part of a name", w.me, lambda db: customers_in_sight(db, w.typed["name"]), hot=True)
    yield Probe("customers: covered only", w.me, lambda db: customers_in_sight(db, covered_at=now()))
    yield Probe("a customer's page", w.me, customer_page)
    yield Probe("a customer's cases", w.me, lambda db: cases_of_customer(db, w.customer), hot=True)
    yield Probe("the largest customer's cases", w.me, lambda db: cases_of_customer(db, 1), hot=True)
    yield Probe("incidents: unresolved", w.me, unresolved_incidents, hot=True)
    yield Probe("incidents: resolved", w.me, resolved_incidents, hot=True)
    yield Probe("an incident's page", w.me, incident_page, hot=True)
    yield Probe("incident → cases to weigh", w.me, matched, hot=True)
    yield Probe("incident: suggested cases", w.me, suggested, hot=True)
    yield Probe("incident: impacted subscriptions and customers", w.me, impacted, hot=True)
    yield Probe("known issues: newest", w.me, listed)
    yield Probe("a known issue's page", w.me, article_page)
    yield Probe("known issues: debt", w.me, debt, hot=True)
    yield Probe("known issues: rates of the 5,000 closed last", w.me, lambda db: owed.link_rates(db, long_ago))
    yield Probe("spikes: how good the alarm is", w.me, alarms_measured, hot=True)
    yield Probe("rapid-response board", w.me, board, hot=True)
    for seen, who in (("group", w.pia), ("sent", w.ada), ("all", w.pia), ("closed", w.pia)):
        yield Probe(
            f"escalations: {seen}", Scope.person(who.id), _inbox(who, seen), seen == "all", partial(_inbox, who, seen)
        )


def _inbox(who: Person, seen: str, rows: int = INBOX) -> Asked:
    return lambda db: inbox(db, who, seen, limit=rows)


def _oversight(w: World) -> Iterator[Probe]:
    async def everybody(db: Session) -> None:
        await people(db)
        await specialties_of(db)
        await clearances_of(db)

    def sought(**what: str) -> Callable[[Session], Awaitable[Any]]:
        return lambda db: events_sought(db, Sought(**what))

    auditor = Scope.person(w.otto.id)

    async def past(db: Session) -> None:
        await anext(past_decisions(db, Period(now() - timedelta(days=90), now()), batch=500))

    yield Probe("backtest: 500 past decisions", w.me, past, hot=True)
    yield Probe("people", w.me, everybody)
    yield Probe("who could take a case", w.me, roster)
    yield Probe("trail of a case", w.me, lambda db: trail_for(db, w.ada, w.case.subject), hot=True)
    yield Probe("audit: newest events", auditor, sought(), hot=True)
    yield Probe("audit: of one case", auditor, sought(about=w.case.ref), hot=True)
    yield Probe("audit: one common action", auditor, sought(action="CaseImported"), hot=True)
    yield Probe("audit: one rare action", auditor, sought(action="ClearanceRevoked"), hot=True)
    yield Probe("audit: by a person", auditor, sought(actor=f"P-{w.ada.id}"))
    yield Probe("audit: by part of a name", auditor, sought(actor=w.ada.name.split()[1]))
    yield Probe("dead ends", Scope.person(w.lead.id), dead_ends, hot=True)
    yield Probe("critical and unowned", Scope.person(w.lead.id), critical_unowned)
    yield Probe("queues without people", Scope.person(w.lead.id), unattended_places)
    yield Probe("mail not sent", w.me, mail_not_sent)


def _reports(w: World) -> Iterator[Probe]:
    month, year, auditor = Reported(), Reported(days=365), Scope.person(w.otto.id)

    async def paused(db: Session) -> None:
        until = await reports.oldest_of_page(db, month, None, PAGE)
        await reports.pauses_between(db, month, until, None)

    async def much(db: Session) -> None:
        await reports.closed_since(db, month.since)
        await reports.promised_since(db, month.since)
        await reports.paused_since(db, month.since)

    yield Probe("report: how much each is of", auditor, much, hot=True)

    yield Probe("report: time of a month", auditor, lambda db: reports.time_shares(db, month), hot=True)
    yield Probe(
        "report: time of a year by week", auditor, lambda db: reports.time_shares(db, Reported(days=365, by="week"))
    )
    yield Probe("report: promises of a month", auditor, lambda db: reports.promise_counts(db, month), hot=True)
    yield Probe("report: promises of a year", auditor, lambda db: reports.promise_counts(db, year))
    yield Probe("report: a page of pauses", auditor, paused, hot=True)


def _sweeps(w: World) -> Iterator[Probe]:
    public, soon = Scope.system("public"), now() + timedelta(minutes=10)
    yield Probe("sweep: due clocks", public, lambda db: due_clocks(db, soon, 500), hot=True)
    in_force = ["always@2000-01-01", "berlin@2025-10-01"]
    yield Probe("sweep: clocks on old hours", public, lambda db: clocks_on_old_hours(db, in_force, 500))
    yield Probe("sweep: snoozed cases", public, lambda db: cases_that_slept_until(db, soon), hot=True)
    yield Probe("sweep: waits that ended", public, lambda db: waits_that_ended_by(db, soon), hot=True)
    yield Probe("sweep: who came lately", public, lambda db: arrivals(db, now() - timedelta(hours=12), now()), hot=True)
    yield Probe(
        "sweep: what the same hours brought", public, lambda db: past_of(db, "public", now(), sensitivity()), hot=True
    )
    yield Probe(
        "sweep: bytes of deliveries", public, lambda db: let_bytes_go(db, now(), now() - timedelta(days=90)), hot=True
    )
    yield Probe("sweep: waiting mail", public, lambda db: mail_to_queue_again(db, soon))


def _verbs(w: World) -> Iterator[Probe]:
    async def reply(db: Session) -> None:
        case = await case_for(db, w.ada, w.case.ref, lock=True)
        await case_actions.reply_to_customer(db, case, SAID, by=w.ada, gate_reason="measured")
        nothing_to_record(db, "it is rolled back")

    async def opened(db: Session) -> None:
        new = case_actions.NewCase(
            customer_id=w.customer, title=w.case.title, description=w.case.description, claimed="B"
        )
        await case_actions.open_case(db, new, by=w.ada)
        nothing_to_record(db, "it is rolled back")

    async def ours(db: Session) -> None:
        await open_cases(db, Case.turn.in_(OUR_TURNS), limit=60)  # type: ignore[attr-defined]

    yield Probe("gate: customers named in a reply", w.me, lambda db: customers_spoken_of(db, candidates_in(SAID).names))
    yield Probe("verb: reply to the customer", w.me, reply, hot=True)
    yield Probe("verb: open a case", w.me, opened, hot=True)
    yield Probe("all open cases of ours", w.me, ours, hot=True)
