"""What rapid response and search had before their tables changed is there afterwards, and nothing of it is a dead end for long."""

import asyncpg
import pytest

from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.schema import migrate
from escalations.platform.time import now
from escalations.rapid_response.sweeps import sweep_engagements
from tests.house.test_upgrades import empty_database, lived_in

__all__ = ["empty_database"]

REQUESTS = """
UPDATE customer SET cover_until = now() + interval '90 days';
INSERT INTO support_case (id, version, boundary, title, description, customer_id, family, resources, error_codes, language, channel, claimed,
    severity, turn, queue, owner_id, opened_at, changed_at)
  SELECT n, 1, 'public', 'Case ' || n, 'It is slow', 1, 'storage', '{}', '{}', 'en', 'web', 'A', 'A', 'us', 'storage', 1,
    '2026-11-01 09:00Z', '2026-11-01 09:30Z' FROM generate_series(2, 4) n;
INSERT INTO rapid_response_request (id, version, boundary, case_id, state, reason, requested_by, requested_at, taken_by, taken_at, stood_down_by,
    stood_down_at, stand_down_note) VALUES
  (11, 1, 'public', 1, 'requested', 'All stores are closed', 1, '2026-11-01 09:40Z', NULL, NULL, NULL, NULL, ''),
  (12, 2, 'public', 2, 'engaged', 'The press has asked', 1, '2026-11-01 09:41Z', 1, '2026-11-01 09:50Z', NULL, NULL, ''),
  (13, 2, 'public', 3, 'engaged', 'Nobody knows who took it', 1, '2026-11-01 09:42Z', NULL, '2026-11-01 09:51Z', NULL, NULL, ''),
  (14, 3, 'public', 4, 'stood_down', 'It was slow', 1, '2026-11-01 09:43Z', 1, '2026-11-01 09:52Z', 1, '2026-11-01 12:00Z', 'Calm again');
INSERT INTO clearance (boundary, person_id, granted_at, expires_at, evidence) VALUES ('public', 1, '2020-01-01Z', '2099-01-01Z', 'on file');
SELECT setval('clock_id_seq', 100);
"""


@pytest.fixture
async def upgraded(empty_database: EmbeddedPostgres) -> EmbeddedPostgres:
    await lived_in(empty_database, "0001", REQUESTS)
    await migrate(empty_database.owner_url)
    return empty_database


async def rows(server: EmbeddedPostgres, query: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(server.admin_url.replace("/postgres?", f"/{server.database}?"))
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_requests_become_engagements_with_their_case_lead_promise_and_cover(upgraded: EmbeddedPostgres) -> None:
    engagements = "SELECT id, title, state, reason, customer_id, taken_at IS NULL, wake_at IS NULL, stand_down_note FROM engagement ORDER BY id"
    assert await rows(upgraded, engagements) == [
        (11, "A share", "requested", "All stores are closed", 1, True, True, ""),
        (12, "Case 2", "engaged", "The press has asked", 1, False, False, ""),
        (13, "Case 3", "requested", "Nobody knows who took it", 1, True, True, ""),
        (14, "Case 4", "stood_down", "It was slow", 1, False, True, "Calm again"),
    ]
    assert await rows(upgraded, "SELECT engagement_id, case_id, left_why FROM engagement_case ORDER BY 1") == [
        (11, 1, ""), (12, 2, ""), (13, 3, ""), (14, 4, "stood down"),
    ]  # fmt: skip
    leads = "SELECT engagement_id, person_id, laid_down_at IS NULL FROM engagement_role ORDER BY 1"
    assert await rows(upgraded, leads) == [(12, 1, True), (14, 1, False)]
    assert await rows(upgraded, "SELECT engagement_id FROM engagement_promise WHERE ended_at IS NULL") == [(12,)]
    assert await rows(upgraded, "SELECT customer_id, hours, ended_at FROM customer_cover") == [(1, "always", None)]
    assert await rows(upgraded, "SELECT nextval('engagement_id_seq')") == [(15,)]


async def test_requests_without_a_clock_get_one_from_the_first_sweep(upgraded: EmbeddedPostgres) -> None:
    stuck = "SELECT id FROM dead_end_engagement ORDER BY 1"
    assert await rows(upgraded, stuck) == [(11,), (13,)]
    engine, sessions = database._engine, database._sessions
    database.connect(upgraded.app_url)
    try:
        async with transaction(Scope.system("public")) as db:
            await sweep_engagements(db, now())
    finally:
        await database.disconnect()
        database._engine, database._sessions = engine, sessions
    assert await rows(upgraded, stuck) == []


async def test_documents_stay_findable_and_wait_for_their_facts(empty_database: EmbeddedPostgres) -> None:
    await migrate(empty_database.owner_url, "0013")
    await rows(
        empty_database,
        """INSERT INTO search_document (kind, object_id, boundary, title, body, codes, marks, family, tags)
        VALUES ('case', 7, 'public', 'Mount of the share fails', 'error 13', '{}', '{}', 'storage', '{}') RETURNING object_id""",
    )
    await migrate(empty_database.owner_url)
    found = "SELECT object_id, facts FROM search_document WHERE tsv @@ to_tsquery('english', 'mount & share')"
    assert await rows(empty_database, found) == [(7, None)]
    assert await rows(empty_database, "SELECT count(*) FROM search_index WHERE complete_at IS NOT NULL") == [(0,)]
