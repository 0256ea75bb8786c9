"""No hot question reads a growing table from end to end, and what the server expects of the ten hottest comes true within ten times.

Asked of 10,000 cases, judged by the plans the server really used.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

from bench.fill import fill
from bench.plans import Measured, connected, measure
from bench.probes import HOTTEST, probes
from bench.world import world
from escalations.platform.db import Scope, Session
from escalations.platform.postgres import EmbeddedPostgres, create_database
from escalations.platform.schema import migrate

CASES = 10_000
LARGE = frozenset(
    {
        "support_case",
        "case_entry",
        "case_closure",
        "event",
        "clock",
        "clock_event",
        "search_document",
        "routing_decision",
    }
)
"""Tables that grow with every case. Those that stay small at 10,000 of them are rightly read whole, and so not judged here."""
FEW, FAR_OFF = 100, 10
"""Below so many rows a wrong estimate harms nobody; a plan that expects ten times more or fewer rows than come may be the wrong one."""


@pytest.fixture(scope="module")
async def measured(postgres: EmbeddedPostgres) -> AsyncIterator[list[Measured]]:
    other = EmbeddedPostgres(postgres.server, f"{postgres.database}_plans")
    connection = await asyncpg.connect(postgres.admin_url)
    await create_database(connection, other.database)
    await migrate(other.owner_url)
    await fill(other, CASES)
    async with connected(other) as admin:
        hot = [probe for probe in probes(await world(admin)) if probe.hot]
        yield [await measure(probe.name, probe.scope, probe.asked, runs=1) for probe in hot]
    await connection.execute(f"DROP DATABASE {other.database} WITH (FORCE)")
    await connection.close()


def faults_of(one: Measured) -> list[str]:
    """Judged are scans of growing tables that were asked for all their rows: of what stops at a limit, or at the first row that answers, the
    estimate of the whole is never put to the test, and of functions and CTEs the server has no figures to estimate from."""
    scanned = [f"{one.name}: reads all of {table}" for table in one.scanned(LARGE)]
    judged = (
        node for node in one.nodes if node.table in LARGE and node.ran_out and max(node.rows, node.expected) > FEW
    )
    misjudged = [
        f"{one.name}: {node.name} expects {node.expected:,.0f}, gets {node.rows:,.0f}"
        for node in judged
        if node.off_by > FAR_OFF
    ]
    return scanned + misjudged


async def test_the_ten_hottest_read_nothing_whole_and_expect_what_comes(measured: list[Measured]) -> None:
    ten = [one for one in measured if one.name in HOTTEST]
    assert len(ten) == len(HOTTEST) == 10
    assert [fault for one in ten for fault in faults_of(one)] == []


@pytest.mark.parametrize(
    ("predicate", "fault"),
    [
        ("upper(queue) = 'STORAGE'", "reads all of support_case"),
        ("id > 0 AND closed_at IS NOT NULL AND id % 2 = 0 AND opened_at > '2000-01-01'", "expects"),
        ("customer_id = 1", ""),
    ],
)
async def test_a_bad_predicate_is_caught(measured: list[Measured], predicate: str, fault: str) -> None:
    """So that the test above can fail: an expression that no index and no statistics know, and one that is sound."""

    async def asked(db: Session) -> None:
        await db.execute(text(f"SELECT id, title FROM support_case WHERE {predicate} ORDER BY opened_at"))

    found = faults_of(await measure("injected", Scope.system("public"), asked, runs=1))
    assert any(fault in one for one in found) if fault else found == []


def test_there_is_something_to_judge(measured: list[Measured]) -> None:
    assert len(measured) >= 20
    assert [one.name for one in measured if not one.plans] == []


def test_hot_questions_read_no_large_table_whole(measured: list[Measured]) -> None:
    assert {one.name: one.scanned(LARGE) for one in measured if one.scanned(LARGE)} == {}


def test_hot_questions_throw_little_away(measured: list[Measured]) -> None:
    """An index that finds half a table, and a filter that drops it again, is no better than reading it all."""
    wasted = {
        one.name: node.name
        for one in measured
        for node in one.nodes
        if node.table in LARGE and node.dropped > CASES / 4
    }
    assert wasted == {}


FROM_AN_INDEX_ALONE = (
    "a queue: its tallies",
    "how many: is:closed queue:storage sev:a",
    "how many: is:covered",
    "all queues",
)


def test_counts_of_this_moment_fetch_no_case(measured: list[Measured]) -> None:
    asked = [one for one in measured if one.name in FROM_AN_INDEX_ALONE]
    fetched = {
        one.name: node.name
        for one in asked
        for node in one.nodes
        if node.table == "support_case" and "Index Only" not in node.what
    }
    assert len(asked) == len(FROM_AN_INDEX_ALONE) and fetched == {}


KEPT = {
    "incidents: unresolved": ("case_incident_link", "support_case"), "incidents: resolved": ("case_incident_link", "support_case"),
    "customers: by part of a name": ("support_case",),
}  # fmt: skip
"""Lists whose counts are kept, and the tables that they do not look into for them."""
BY_KEPT_COUNTS = ("severity", "turn", "family", "queue")


def test_kept_counts_are_not_counted_again(measured: list[Measured]) -> None:
    looked = {one.name: {node.table for node in one.nodes} for one in measured}
    assert {name: looked[name] & {*tables} for name, tables in KEPT.items()} == {name: set() for name in KEPT}


def test_what_an_incident_did_is_counted_without_looking_its_cases_up(measured: list[Measured]) -> None:
    page = next(one for one in measured if one.name == "an incident's page")
    counting = [one for one in page.plans if "count(" in one.statement and "case_incident_link" in one.statement]
    assert len(counting) == 4, "all together, by hour, by customer, and how many are suggested"
    assert {node.table for plan in counting for node in plan.nodes} & {"support_case"} == set()


def test_covered_cases_are_chosen_before_any_row_is_fetched(measured: list[Measured]) -> None:
    """Cases that are walked and do not fit cost an entry of an index, and those that are shown a row each."""
    listed = next(one for one in measured if one.name == "a list: is:covered")
    cases = [node for node in listed.nodes if node.table == "support_case"]
    assert {node.index for node in cases if node.what == "Index Only Scan"} == {"ix_case_open_covered"}
    assert 0 < sum(node.rows + node.dropped for node in cases if node.what != "Index Only Scan") <= listed.shown


def test_what_is_rare_among_cases_is_met_by_itself(measured: list[Measured]) -> None:
    """Covered ones among all that are open, on the board and in a queue's tallies, and the event of one that was opened again."""
    board = next(one for one in measured if one.name == "rapid-response board")
    assert {node.index for node in board.nodes if node.table == "event"} == {"ix_event_reopened"}
    assert "customer" not in {node.table for node in board.nodes if node.index == "ix_customer_cover"}
    for one in (board, next(one for one in measured if one.name == "a queue: its tallies")):
        assert "ix_case_open_covered" in {node.index for node in one.nodes}


CHOSEN_BY = {
    "a list: family:storage sev:a waiting:us": "ix_case_open_family",
    "a list: region:westeurope": "ix_case_open_region",
    "a list: queue:storage boundary:usgov": "ix_case_open_queue",
    "a list: boundary:usgov": "ix_case_open_due",
}


def test_what_one_index_knows_is_chosen_before_any_row_is_fetched(measured: list[Measured]) -> None:
    for listed in (one for one in measured if one.name in CHOSEN_BY):
        cases = [node for node in listed.nodes if node.table == "support_case"]
        assert {node.index for node in cases if node.what == "Index Only Scan"} == {CHOSEN_BY[listed.name]}
        assert sum(node.rows + node.dropped for node in cases if node.what != "Index Only Scan") <= listed.shown


def test_closed_cases_of_a_customer_have_an_index_of_their_order(measured: list[Measured]) -> None:
    """Of one with thousands a page fetches those that it shows, twice: once to be chosen."""
    (listed,) = [one for one in measured if one.name.startswith("a list: is:closed customer:")]
    assert "ix_case_closed_customer" in {node.index for node in listed.nodes}
    fetched = {node.index for node in listed.nodes if node.table == "support_case"}
    assert fetched - {"", "ix_case_closed_customer"} == {"pk_support_case"}


def test_late_cases_of_queues_are_counted_by_an_index_of_their_own(measured: list[Measured]) -> None:
    looked = {one.name: {node.index for node in one.nodes if node.table == "support_case"} for one in measured}
    assert looked["all queues"] == {"ix_case_open_owed", "ix_case_open_age"}
    assert looked["a queue: its tallies"] == {"ix_case_open_owed", "ix_case_open_covered"}


def test_how_much_is_reported_and_how_good_alarms_are_is_told_without_looking_cases_up(
    measured: list[Measured],
) -> None:
    asked = [one for one in measured if one.name in ("report: how much each is of", "spikes: how good the alarm is")]
    looked = {node.name for one in asked for node in one.nodes if node.table in ("support_case", "customer")}
    assert len(asked) == 2 and {name for name in looked if "Index Only" not in name} == set()


def test_words_of_a_list_are_met_among_open_cases_alone(measured: list[Measured]) -> None:
    listed = next(one for one in measured if one.name == "a list: connection timeout")
    met = {node.index for node in listed.nodes if node.index.startswith("ix_search_document")}
    assert met == {"ix_search_document_open"}


def test_escalations_are_sorted_before_any_clock_is_fetched(measured: list[Measured]) -> None:
    listed = next(one for one in measured if one.name == "escalations: all")
    clocks = [node for node in listed.nodes if node.table == "clock"]
    assert sum(node.rows for node in clocks if "Index Only" not in node.what) <= listed.shown


def test_groups_are_counted_no_further_than_a_page_shows(measured: list[Measured]) -> None:
    """Not one of them all open cases at once, which a statement that groups cases would do."""
    grouped = [one for one in measured if one.name.startswith("a list: all open by ")]
    assert len(grouped) == 7
    counting = [plan.statement for one in grouped for plan in one.plans if "GROUP BY" in plan.statement]
    assert len(counting) == 2 * len(BY_KEPT_COUNTS), "one for each page of each"
    assert [
        statement for statement in counting if "FROM case_count" not in statement or "support_case" in statement
    ] == []


def test_hot_questions_fetch_no_large_table_whole(measured: list[Measured]) -> None:
    """An index that brings every second row reads more than the table has pages. Counted are all that a question fetched."""
    fetched = {
        one.name: (node.name, node.rows)
        for one in measured
        for node in one.nodes
        if node.table in LARGE and node.rows > CASES / 2
    }
    assert fetched == {}
