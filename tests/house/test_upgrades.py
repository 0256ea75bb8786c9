"""A database of an earlier release is brought up to date with what is in it, and can be taken back."""

import asyncpg

from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.schema import migrate
from tests.house.test_schema import answers, empty_database

__all__ = ["empty_database"]

WORLD = """
INSERT INTO person (id, version, name, email, role, time_zone, languages, capacity, presence, shift_start, shift_end, shift_days, demo)
  VALUES (1, 1, 'Ada', 'ada@support.example', 'support_engineer', 'UTC', '{en}', 8, 'available', 540, 1020, '{1,2,3,4,5}', false);
INSERT INTO customer (id, version, boundary, name, industry, plan, handling_notes) VALUES (1, 1, 'public', 'Contoso', '', 'standard', '');
INSERT INTO support_case (id, version, boundary, title, description, customer_id, family, resources, error_codes, language, channel, claimed,
    severity, turn, queue, owner_id, opened_at, assigned_at, changed_at)
  VALUES (1, 1, 'public', 'A share', 'It cannot be mounted', 1, 'storage', '{}', '{}', 'en', 'web', 'B', 'B', 'us', 'storage', 1,
    '2026-11-01 09:00Z', '2026-11-01 09:01Z', '2026-11-01 09:30Z');
INSERT INTO routing_decision (boundary, case_id, at, rule_set, rule, queue, reasons, record)
  VALUES ('public', 1, '2026-11-01 09:00Z', 'abc', 'By family', 'storage', '{a,b,c}', '{"facts": {"severity": "B"}}');
INSERT INTO clock (id, boundary, case_id, holder, kind, started_at, state, why, policy_version, calendar, target_minutes, due_at, wake_at)
  VALUES (1, 'public', 1, 'support', 'first_response', '2026-11-01 09:00Z', 'running', '', '2023-07-01', 'always@2000-01-01', 60,
    '2026-11-01 10:00Z', '2026-11-01 10:00Z');
INSERT INTO clock_event (boundary, clock_id, what, at, recorded_at, round, why, calendar, policy)
  SELECT 'public', 1, what, '2026-11-01 09:45Z', '2026-11-01 09:45Z', 0, '', '', '' FROM unnest(ARRAY['started', 'warned']) what;
"""


async def lived_in(database: EmbeddedPostgres, revision: str) -> None:
    """Written by the server's administrator: no policy hides a row from whoever sets the scene."""
    await migrate(database.owner_url, revision)
    connection = await asyncpg.connect(database.admin_url.replace("/postgres?", f"/{database.database}?"))
    try:
        await connection.execute(WORLD)
    finally:
        await connection.close()


async def row(database: EmbeddedPostgres, query: str) -> dict[str, object]:
    connection = await asyncpg.connect(database.admin_url.replace("/postgres?", f"/{database.database}?"))
    try:
        return dict(await connection.fetchrow(query))
    finally:
        await connection.close()


async def test_what_was_there_is_filled_in(empty_database: EmbeddedPostgres) -> None:
    await lived_in(empty_database, "0001")
    await migrate(empty_database.owner_url)
    case = await row(empty_database, "SELECT * FROM support_case")
    assert case["queued_at"] == case["opened_at"] and case["heard_at"] == case["assigned_at"]
    assert (case["transfers"], case["alerts"], case["around_the_clock"]) == (0, 0, False)
    decision = await row(empty_database, "SELECT * FROM routing_decision")
    assert decision["trigger"] == "opened" and decision["facts"] == '{"severity": "B"}'
    told = await row(
        empty_database, "SELECT count(*) FILTER (WHERE threshold = 75) AS warned, count(*) AS all FROM clock_event"
    )
    assert told == {"warned": 1, "all": 2}


async def test_a_step_back_leaves_the_earlier_schema_and_its_rows(empty_database: EmbeddedPostgres) -> None:
    await lived_in(empty_database, "0001")
    before = await answers(empty_database.owner_url)
    await migrate(empty_database.owner_url)
    await migrate(empty_database.owner_url, "-2")
    assert await answers(empty_database.owner_url) == before
    assert (await row(empty_database, "SELECT count(*) FROM support_case"))["count"] == 1
