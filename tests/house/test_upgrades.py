"""A database of an earlier release is brought up to date with what is in it, and can be taken back."""

import asyncio
from datetime import date

import asyncpg
import msgspec
from alembic.script import ScriptDirectory

from escalations.known_issues.versions import account_from
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.resources import resource_dir
from escalations.platform.schema import migrate, newest_revision
from tests.cli.shell import shell
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


async def lived_in(database: EmbeddedPostgres, revision: str, also: str = "") -> None:
    """Written by the server's administrator: no policy hides a row from whoever sets the scene."""
    await migrate(database.owner_url, revision)
    connection = await asyncpg.connect(database.admin_url.replace("/postgres?", f"/{database.database}?"))
    try:
        await connection.execute(WORLD + also)
    finally:
        await connection.close()


ARTICLE = """
INSERT INTO known_issue (id, version, boundary, title, body, family, products, error_codes, confidence, audience, state, fix_eta, owner_id, created_at, changed_at)
  VALUES (7, 3, 'everywhere', 'Shares cannot be mounted', 'Rotate the secret.', 'storage', '{azure_files}', '{}', 'validated', 'customer', 'workaround',
    '2027-01-15', 1, '2026-11-01 09:00Z', '2026-11-02 09:00Z');
"""


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


async def test_steps_back_leave_the_earlier_schema_and_its_rows(empty_database: EmbeddedPostgres) -> None:
    await lived_in(empty_database, "0001")
    scripts = ScriptDirectory(str(resource_dir("migrations"))).walk_revisions()
    revisions = [script.revision for script in scripts][::-1]
    before = {}
    for revision in revisions:
        await migrate(empty_database.owner_url, revision)
        before[revision] = await answers(empty_database.owner_url)
    for revision in reversed(revisions[:-1]):
        await migrate(empty_database.owner_url, "-1")
        assert await answers(empty_database.owner_url) == before[revision], f"back to {revision}"
    assert (await row(empty_database, "SELECT count(*) FROM support_case"))["count"] == 1


async def test_articles_are_indexed_anew_where_more_is_kept_of_them(empty_database: EmbeddedPostgres) -> None:
    await migrate(empty_database.owner_url, "0002")
    connection = await asyncpg.connect(empty_database.admin_url.replace("/postgres?", f"/{empty_database.database}?"))
    await connection.execute("""INSERT INTO search_document (kind, object_id, boundary, title, body, codes, marks, family, tags)
        SELECT 'known_issue', n, CASE WHEN n < 3 THEN 'public' ELSE 'usgov' END, 'A title', '', '{}', '{}', '', '{}' FROM generate_series(1, 4) n""")
    await connection.close()
    await migrate(empty_database.owner_url, "0005")
    waiting = await row(
        empty_database,
        "SELECT count(*) AS jobs, string_agg(convert_from(payload, 'UTF8'), ' ' ORDER BY payload) AS payloads FROM pgqueuer WHERE entrypoint = 'known_issue_documents'",
    )
    assert waiting == {"jobs": 2, "payloads": '{"boundary" : "public"} {"boundary" : "usgov"}'}


async def test_what_is_kept_of_articles_is_made_anew_where_they_are_read_otherwise(
    empty_database: EmbeddedPostgres,
) -> None:
    """Waiting already or not; an earlier release finds nothing that it cannot read, and makes its own."""
    await migrate(empty_database.owner_url, "0014")
    kept = "INSERT INTO search_document (kind, object_id, boundary, title, body, codes, marks, family, tags, meaning)"
    connection = await asyncpg.connect(empty_database.admin_url.replace("/postgres?", f"/{empty_database.database}?"))
    await connection.execute(
        f"{kept} SELECT kind, 1, 'public', 'A title', '', '{{}}', '{{}}', '', '{{}}', '\\x01' FROM unnest(ARRAY['known_issue', 'case']) kind"
    )
    await connection.close()
    waiting = "SELECT count(*) AS jobs FROM pgqueuer WHERE entrypoint = 'known_issue_documents'"
    for _ in range(2):
        await migrate(empty_database.owner_url, "0017")
        assert await row(empty_database, waiting) == {"jobs": 1}
        await migrate(empty_database.owner_url, "-1")
        assert await row(empty_database, waiting) == {"jobs": 1}
    left = await row(
        empty_database, "SELECT string_agg(kind, ' ') AS kinds FROM search_document WHERE meaning IS NOT NULL"
    )
    assert left == {"kinds": "case"}


async def test_what_an_article_says_becomes_its_first_version(empty_database: EmbeddedPostgres) -> None:
    await lived_in(empty_database, "0001", ARTICLE)
    await migrate(empty_database.owner_url)
    version = await row(empty_database, "SELECT * FROM known_issue_version")
    assert (version["article_id"], version["number"], version["author_id"]) == (7, 1, 1)
    said = account_from(msgspec.json.decode(str(version["said"])))
    assert (said.title, said.products, said.fix_eta, said.match) == (
        "Shares cannot be mounted", ["azure_files"], date(2027, 1, 15), "",
    )  # fmt: skip
    assert (await row(empty_database, "SELECT governance FROM known_issue"))["governance"] == "experience"


async def test_who_migrates_at_the_same_time_waits_and_finds_it_done(empty_database: EmbeddedPostgres) -> None:
    url = empty_database.owner_url
    ended = await asyncio.gather(
        *(shell("migrate", DATABASE_URL=empty_database.app_url, DATABASE_OWNER_URL=url) for _ in range(2))
    )
    assert [one.code for one in ended] == [0, 0], [one.err for one in ended]
    assert await row(empty_database, "SELECT version_num FROM alembic_version") == {"version_num": newest_revision()}
