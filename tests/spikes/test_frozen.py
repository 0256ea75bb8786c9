"""What an alarm rests on stays as it was, whoever holds the application's connection."""

import asyncpg
import pytest

from tests.cast import Cast
from tests.spikes.scenes import an_alarm

WRONG = (
    "evidence = '{}'",
    "customers = 1",
    "minutes = 5",
    "expected = 0",
    "chance = 0.5",
    "rules = 'x'",
    "opened_at = now()",
    "alarm_at = now()",
    "family = 'x'",
    "place = 'x'",
    "level = 'watch', alarm_at = NULL",
)


async def test_the_database_refuses_to_change_it(cast: Cast, as_app: asyncpg.Connection) -> None:
    alarm = await an_alarm(cast.ada)
    for change in WRONG:
        with pytest.raises(asyncpg.PostgresError, match="cannot be changed"):
            await as_app.execute(f"UPDATE spike_alarm SET {change} WHERE id = $1", alarm.id)
    with pytest.raises(asyncpg.PostgresError, match="stays on record"):
        await as_app.execute("DELETE FROM spike_alarm WHERE id = $1", alarm.id)
    assert await as_app.execute("UPDATE spike_alarm SET seen_at = now() WHERE id = $1", alarm.id) == "UPDATE 1"


async def test_a_watch_becomes_an_alarm_with_its_numbers_and_never_goes_back(
    cast: Cast, as_app: asyncpg.Connection, admin: asyncpg.Connection
) -> None:
    alarm = await an_alarm(cast.ada)
    await admin.execute("ALTER TABLE spike_alarm DISABLE TRIGGER spike_alarm_stays")
    await admin.execute("UPDATE spike_alarm SET level = 'watch', alarm_at = NULL")
    await admin.execute("ALTER TABLE spike_alarm ENABLE TRIGGER spike_alarm_stays")
    with pytest.raises(asyncpg.PostgresError, match="cannot be changed"):
        await as_app.execute("UPDATE spike_alarm SET customers = customers + 1")
    raised = "UPDATE spike_alarm SET level = 'alarm', alarm_at = now(), customers = customers + 1 WHERE id = $1"
    assert await as_app.execute(raised, alarm.id) == "UPDATE 1"
    with pytest.raises(asyncpg.PostgresError, match="cannot be changed"):
        await as_app.execute(raised, alarm.id)
