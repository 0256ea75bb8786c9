"""The demo's lists can be kept, and its lead's note stands on the oldest cases."""

from random import Random

import asyncpg

from escalations.cli.demo.lists import OWN, add_lists
from tests.cast import Cast
from tests.desk.scenes import owned


async def test_the_demo_keeps_lists(cast: Cast, admin: asyncpg.Connection) -> None:
    await owned(cast)
    await admin.execute(
        "UPDATE person SET demo = true WHERE role IN ('support_engineer', 'duty_lead', 'rapid_response')"
    )
    await add_lists(Random(1))
    kept = await admin.fetch("SELECT name FROM saved_view ORDER BY id")
    assert [row["name"] for row in kept] == [new.name for views in OWN.values() for new in views]
    assert await admin.fetchval("SELECT count(*) FROM view_pin") == len(kept)
    assert await admin.fetchval("SELECT count(*) FROM bulk_case WHERE outcome = 'done'") == 1
