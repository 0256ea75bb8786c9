"""Incidents that are merged, split apart and mitigated while their cases close and open again."""

import itertools
from collections.abc import Callable

import asyncpg

from escalations.incidents.actions.counting import mend_incident_counts
from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_system, run_jobs

from .test_races import MANY, Ask, Crowd, counted, crowd, told

__all__ = ["crowd"]

WHY = {"reason": "They are one."}
VERBS: list[Callable[[str, str, str], Ask]] = [
    lambda incident, other, case: (f"/api/incidents/{incident}/cases/{case}/confirmation", {}),
    lambda incident, other, case: (f"/api/incidents/{incident}/merging", {"into": other, **WHY}),
    lambda incident, other, case: (f"/api/cases/{case}/closure", {"resolution": "fixed", "note": "It was mended by hand."}),
    lambda incident, other, case: (f"/api/incidents/{incident}/unmerging", {}),
    lambda incident, other, case: (f"/api/cases/{case}/reopenings", {"reason": "It came back again."}),
    lambda incident, other, case: (f"/api/incidents/{incident}/confirmed-suggestions", {}),
    lambda incident, other, case: (f"/api/incidents/{incident}/cases/{case}/rejection", {"reason": "It is another."}),
]  # fmt: skip


async def test_incidents_are_merged_while_their_cases_close(
    cast: Cast, crowd: Crowd, admin: asyncpg.Connection
) -> None:
    """No ring of incidents, no case linked twice to one, and the kept counts say what the links say."""
    incidents = [(await an_incident(cast.dora, title=f"Shares time out in zone {n}")).ref for n in range(3)]
    customer = await a_customer()
    cases = [(await a_hit_case(cast.ada, customer, title=f"Timeout of share {n}")).ref for n in range(6)]
    await run_jobs()
    pairs, whose = itertools.cycle(itertools.permutations(incidents, 2)), itertools.cycle(cases)
    turns = zip(itertools.cycle(VERBS), pairs, whose, strict=False)
    asks = [verb(*pair, case) for verb, pair, case in itertools.islice(turns, MANY)]
    counted(await crowd.ask(asks))
    assert await told(admin, "IncidentMerged") >= 1 <= await told(admin, "CaseClosed")
    await run_jobs()
    async with as_system() as db:
        assert await mend_incident_counts(db, now()) == 0
    assert await admin.fetchval(_RINGS) == 0
    assert await admin.fetchval(_TWICE) == 0


_RINGS = """WITH RECURSIVE way AS (SELECT id AS began, merged_into_id AS at FROM incident WHERE merged_into_id IS NOT NULL
  UNION SELECT began, merged_into_id FROM way JOIN incident ON incident.id = way.at WHERE merged_into_id IS NOT NULL)
SELECT count(*) FROM way WHERE at = began"""
_TWICE = """SELECT count(*) FROM (SELECT case_id, incident_id FROM case_incident_link WHERE state <> 'ended'
  GROUP BY case_id, incident_id HAVING count(*) > 1) pair"""
