"""A world in which every page has something to show, and the list of all pages with somebody to look at each."""

from dataclasses import dataclass
from datetime import timedelta

from escalations import wiring
from escalations.cases.actions import add_customer_message, close_case, reply_to_customer
from escalations.cases.queries import case_for
from escalations.coverage.actions import NewRotation, ask_swap, make_rotation
from escalations.coverage.hours import Hours
from escalations.coverage.queries import shift_rows
from escalations.coverage.spans import Span
from escalations.coverage.turns import Plan
from escalations.desk.bulk.actions import begin_bulk, do_step
from escalations.desk.bulk.choosing import Chosen
from escalations.desk.bulk.verbs import ACTIONS
from escalations.desk.bulk.verbs.noting import NoteForm
from escalations.desk.lists.actions import NewView, pin_view, save_view
from escalations.desk.lists.shape import Shape
from escalations.incidents.actions import confirm_link
from escalations.people.models import Person
from escalations.platform.time import now
from escalations.product_groups.actions import ask_support, link_to_issue, open_engineering_issue
from escalations.product_groups.queries import escalation_for
from escalations.rapid_response.actions import (
    Step,
    add_step,
    note_guest,
    request_rapid_response,
    revise_summary,
    take_role,
)
from tests.builders import a_case, a_customer, an_article
from tests.cases.macros.test_macros import a_macro
from tests.cast import Cast
from tests.desk.test_proposals import transferred
from tests.incidents.scenes import a_hit_case, an_incident
from tests.integrations.feeds import a_feed, azure, deliver
from tests.product_groups.builders import an_escalation
from tests.rapid_response.builders import a_covered_case
from tests.rapid_response.scenes import a_pack
from tests.support import as_person, run_jobs


@dataclass(frozen=True)
class Visit:
    person: Person | None
    path: str


async def set_stage(cast: Cast) -> None:
    """C-1 has everything beside it, C-2 is covered, C-3 is closed, C-4 waits to be told apart."""
    customer = await a_customer()
    incident = await an_incident(cast.dora)
    await an_article(cast.ada)
    await a_macro(cast.ada)
    case = await a_hit_case(cast.ada, customer)
    await a_covered_case(cast)
    closed = await a_case(cast.ada, customer, title="The share was slow")
    await a_hit_case(cast.ada, customer)
    escalation = await an_escalation(cast, case)
    async with as_person(cast.pia) as db:
        issue = await open_engineering_issue(
            db, "public", "storage_platform", "Mounts fail", "Seen in 4.2", by=cast.pia
        )
        await link_to_issue(db, issue, await escalation_for(db, cast.pia, escalation.ref), by=cast.pia)
        await ask_support(db, await escalation_for(db, cast.pia, escalation.ref), "Which node pool is it?", by=cast.pia)
    await told_by_feeds(cast)
    await on_call(cast)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await add_customer_message(db, row, "The other region is slow too.", by=cast.ada)
        await reply_to_customer(
            db, row, "Hello Lena, I am looking at it.", by=cast.ada, last_seen=None, gate_reason="a test"
        )
        await confirm_link(db, row, incident, by=cast.ada)
        await close_case(
            db, await case_for(db, cast.ada, closed.ref, lock=True), "fixed", "The key was rotated back.", by=cast.ada
        )
    await run_jobs()
    await looked_after(cast)
    await kept(cast)


async def kept(cast: Cast) -> None:
    """V-1 is Ada's list, and stands in her rail; B-1 is what she did to two cases at once; RP-1 came of a transfer."""
    await transferred(cast)
    async with as_person(cast.ada) as db:
        await pin_view(db, await save_view(db, NewView("Storage", Shape("family:storage")), by=cast.ada), by=cast.ada)
        cases = [
            Chosen(case.id, case.version) for case in [await case_for(db, cast.ada, ref) for ref in ("C-1", "C-4")]
        ]
        bulk = await begin_bulk(db, 2, ACTIONS["note"], by=cast.ada)
        await do_step(db, bulk, cases, NoteForm(text="Seen with the others."), by=cast.ada)


async def looked_after(cast: Cast) -> None:
    """RR-1 has a plan, and HO-1 is the pack that leaves it to the next shift."""
    async with as_person(cast.rex) as db:
        engagement = await request_rapid_response(
            db, await case_for(db, cast.rex, "C-2", lock=True), "Everything stands still.", by=cast.rex
        )
        await take_role(db, engagement, "lead", by=cast.rex)
        await add_step(db, engagement, Step("Collect a trace", "Rex"), by=cast.rex)
        await revise_summary(db, engagement, "internal", "Nobody knows yet.", version=0, by=cast.rex)
        await note_guest(db, engagement, "Lena Vogt", "customer", by=cast.rex)
    await a_pack(cast.rex, cast.ada)


async def on_call(cast: Cast) -> None:
    """Ada and Ben take turns, which leaves hours open; Ada has asked for a swap."""
    plan = Plan(
        hours=Hours(time_zone="UTC", start=360), every="day", handoff_day=1, handoff_at=360, starts_on=now().date(), members=[cast.ada.id, cast.ben.id]
    )  # fmt: skip
    async with as_person(cast.dora) as db:
        new = NewRotation(key="storage", name="Storage", boundary="everywhere", plan=plan)
        rotation = await make_rotation(db, new, by=cast.dora)
        mine = await shift_rows(db, Span(now() + timedelta(days=1), now() + timedelta(days=9)), person_id=cast.ada.id)
        await ask_swap(db, rotation, mine[0], cast.ben, None, "The dentist", by=cast.ada)


async def told_by_feeds(cast: Cast) -> None:
    """F-1 told of I-2 and left something on the shelf; F-2 is read by a mapping."""
    feed, secret = await a_feed(cast.adam)
    for sent in (
        azure(tracking="T-1", title="Shares are slow"),
        azure(tracking="T-2", impactedServices="[]", service="Blue boxes"),
        b"no json",
    ):
        await deliver(feed, sent, secret)
    await a_feed(cast.adam, "generic")


def visits(cast: Cast) -> list[Visit]:
    """All of the rail by whoever may see it, then what lies behind."""
    lookers = (cast.dora, cast.adam, cast.otto, cast.ada)
    rail = [Visit(next(p for p in lookers if item.shown(p)), item.url) for item in wiring.RAIL]
    behind: list[tuple[Person | None, list[str]]] = [
        (cast.ada, [
            "/", "/queues/storage", "/cases/C-1", "/cases/C-2", "/cases/C-3", "/cases/C-1/dialogs", "/cases/C-1/why", "/cases/C-1/why/1", "/cases/C-1/why/1/rules", "/cases/C-1/why/1/people", "/cases/C-1/time", "/cases/C-1/verdicts", "/cases/C-3/time", "/cases/new?customer=CU-1", "/search?q=mount",
            "/cases/C-1/merging", "/cases/C-1/merging?other=C-2", "/cases/C-1/split", "/cases/C-1/help", "/help-wanted", "/macros/new", "/macros/M-1", "/cases/C-4/macros", "/cases/C-4/macros/M-1",
            "/known-issues/KI-1", "/known-issues/KI-1/edit", "/known-issues/new?case=C-1", "/escalations/E-1", "/customers/CU-1",
            "/customers/CU-1/handling-notes/edit", "/known-issues/debt", "/known-issues/KI-1/versions", "/notices", "/me", "/cases/C-99",
        ]),
        (cast.ada, ["/cases?group=owner&columns=region,opened,changed,queue,due", "/views", "/views/new?q=sev:a", "/views/V-1/edit", "/bulk", "/bulk/B-1", "/spikes/arrivals"]),
        (cast.dora, ["/incidents/I-1", "/incidents/I-1/edit", "/incidents/I-1/history", "/incidents/I-1/cases", "/incidents/I-1/batches/new", "/incidents/I-1/split", "/rules/backtests", "/rules/proposals", "/rules/proposals/RP-1", "/incidents/new?case=C-4"]),
        (cast.adam, ["/customers/new", "/customers/CU-1", "/customers/CU-1/edit", "/customers/CU-1/contacts/1/edit", "/people/P-1", "/people/P-1/roster", "/people/P-1/disabling", "/people/P-1/clearances/1/revocation"]),
        (cast.adam, ["/feeds", "/feeds/F-1", "/feeds/F-2", "/feeds/shelf", "/feeds/new", "/feeds/new?kind=generic", "/feeds/F-1/deliveries/1", "/incidents/I-2"]),
        (cast.dora, ["/on-call/OC-1", "/on-call/new", "/on-call/OC-1/revision", "/on-call/OC-1/overrides/new", "/on-call/coverage", "/people/P-1/absences", "/people/P-1/absences/new"]),
        (cast.ada, ["/on-call", "/on-call/OC-1/swaps/new?shift=1", "/me/calendars"]),
        (cast.otto, ["/audit/case/1", "/cases/C-1"]),
        (cast.rex, ["/rapid-response/wall", "/rapid-response/engagements", "/rapid-response/engagements/RR-1", "/rapid-response/engagements/RR-1/steps/1/edit", "/rapid-response/hand-overs", "/rapid-response/hand-overs/new", "/rapid-response/hand-overs/HO-1"]),
        (cast.pia, ["/escalations"]),
        (cast.pia, ["/escalations", "/engineering-issues", "/engineering-issues/EI-1", "/product-groups", "/product-groups/storage_platform"]),
        (cast.otto, ["/reports/time", "/reports/promises", "/reports/pauses"]),
        (None, ["/sign-in"]),
    ]  # fmt: skip
    return rail + [Visit(person, path) for person, paths in behind for path in paths]
