"""The archive of real incidents comes in through the same door as what a feed delivers, in its own time."""

import json
from collections import Counter
from pathlib import Path

import asyncpg
import pytest

from escalations.cli.importing_incidents import import_incidents
from escalations.integrations.feeds.archiving import entries_in
from tests.cast import Cast
from tests.integrations.feeds import real
from tests.support import run_jobs


def an_entry(number: int = 1, **told: object) -> dict[str, object]:
    return {
        "id": f"past-{number}", "title": f"Shares were slow {number}", "start": "2024-03-01T10:00:00Z", "end": "2024-03-01T12:30:00Z",
        "services": ["Azure Files"], "regions": ["West Europe"], "severity": "high", "status": "resolved",
        "updates": [
            {"time": "2024-03-01T10:05:00Z", "text": "We look into it.", "status": "investigating"},
            {"time": "2024-03-01T12:40:00Z", "text": "A roll-out was taken back.", "status": "resolved"},
        ],
    } | told  # fmt: skip


async def test_a_past_incident_keeps_its_own_times(cast: Cast, admin: asyncpg.Connection) -> None:
    tally = await import_incidents(entries_in(json.dumps([an_entry()]).encode()), "public")
    assert tally.fates == {"applied": 1} and tally.failures == []
    row = await admin.fetchrow("SELECT * FROM incident")
    times = [row[name].strftime("%H:%M") for name in ("started_at", "declared_at", "mitigated_at", "resolved_at")]
    assert row["state"] == "resolved" and times == ["10:00", "10:00", "12:30", "12:40"]
    assert "A roll-out was taken back." in row["root_cause"] and "We look into it." in row["summary"]
    assert {at.year for (at,) in await admin.fetch("SELECT at FROM event WHERE action LIKE 'Incident%'")} == {2024}


async def test_the_same_file_again_changes_nothing(cast: Cast, admin: asyncpg.Connection) -> None:
    entries = entries_in(json.dumps([an_entry(), an_entry(2)]).encode())
    await import_incidents(entries[:1], "public")
    tally = await import_incidents(entries, "public")
    assert tally.fates == {"there": 1, "applied": 1}
    before = await admin.fetchval("SELECT count(*) FROM event")
    assert (await import_incidents(entries, "public")).fates == {"there": 2}
    assert await admin.fetchval("SELECT count(*) FROM event") == before


async def test_what_cannot_be_placed_is_on_the_shelf(cast: Cast, admin: asyncpg.Connection) -> None:
    tally = await import_incidents(entries_in(json.dumps([an_entry(services=["Teleporter"])]).encode()), "public")
    assert tally.fates == {"shelved": 1} and "Teleporter" in tally.failures[0][1]
    assert await admin.fetchval("SELECT count(*) FROM incident") == 0


async def test_all_of_the_real_ones_load(cast: Cast, admin: asyncpg.Connection) -> None:
    entries = entries_in(real("incidents.json"))
    tally = await import_incidents(entries, "public")
    assert tally.failures == [] and tally.fates == Counter({"applied": 249, "kept": 14})
    assert await admin.fetchval("SELECT count(*) FROM vendor_incident") == 263
    assert await admin.fetchval("SELECT count(*) FROM vendor_update") == 1152
    assert dict(await admin.fetch("SELECT state, count(*) FROM incident GROUP BY state")) == {"resolved": 249}
    wrong = """SELECT v.vendor_id FROM vendor_incident v JOIN incident i ON i.id = v.incident_id
        WHERE i.started_at <> date_trunc('minute', v.started_at) OR i.mitigated_at <> greatest(v.ended_at, i.started_at)
           OR i.resolved_at < i.mitigated_at OR i.resolved_at > '2025-01-01'"""
    assert await admin.fetch(wrong) == []


async def test_nobody_is_told_of_the_past(cast: Cast, admin: asyncpg.Connection) -> None:
    await import_incidents(entries_in(json.dumps([an_entry()]).encode()), "public")
    await run_jobs()
    for table in ("notice", "outgoing_mail", "clock", "case_entry", "case_incident_link"):
        assert await admin.fetchval(f"SELECT count(*) FROM {table}") == 0, table


def test_what_is_no_list_is_said(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no JSON list"):
        entries_in(b'{"id": 1}')
