"""Kept counts of incidents: rows that add up are folded together, and what they say is held against the links and their cases."""

from datetime import datetime

import structlog

from ...platform.db import Session, nothing_to_record

log = structlog.get_logger()


async def fold_incident_counts(db: Session, at: datetime) -> int:
    """How many incidents have one row again. What somebody else folds just now is left to them."""
    nothing_to_record(db, "the same numbers in fewer rows")
    return (await (await db.connection()).exec_driver_sql(_FOLD)).rowcount


async def mend_incident_counts(db: Session, at: datetime) -> int:
    """How many rows were wrong, which nothing but a change past the database's own triggers can make them."""
    nothing_to_record(db, "counts follow from links and cases")
    connection = await db.connection()
    wrong = sum([(await connection.exec_driver_sql(statement)).rowcount for statement in (_LINKS, _CUSTOMERS, _COUNTS)])
    if wrong:
        log.warning("kept counts of incidents were wrong and are mended", rows=wrong)
    return wrong


_FOLD = """WITH several AS (SELECT incident_id FROM incident_count GROUP BY incident_id HAVING count(*) > 1),
  mine AS (SELECT id FROM incident_count WHERE incident_id IN (SELECT incident_id FROM several) ORDER BY id FOR UPDATE SKIP LOCKED),
  gone AS (DELETE FROM incident_count WHERE id IN (SELECT id FROM mine) RETURNING boundary, incident_id, cases, open_cases, suggested, customers)
INSERT INTO incident_count (boundary, incident_id, cases, open_cases, suggested, customers)
SELECT boundary, incident_id, sum(cases), sum(open_cases), sum(suggested), sum(customers) FROM gone GROUP BY boundary, incident_id HAVING sum(cases) <> 0 OR sum(open_cases) <> 0 OR sum(suggested) <> 0 OR sum(customers) <> 0"""
_LINKS = """UPDATE case_incident_link l SET case_open = c.closed_at IS NULL, case_severity = c.severity, case_merged = c.merged_into_id IS NOT NULL,
  case_opened_at = c.opened_at, case_region = c.region, case_subscription_id = c.subscription_id FROM support_case c
WHERE c.id = l.case_id AND (l.case_open, l.case_severity, l.case_merged, l.case_opened_at, l.case_region, l.case_subscription_id)
  IS DISTINCT FROM (c.closed_at IS NULL, c.severity, c.merged_into_id IS NOT NULL, c.opened_at, c.region, c.subscription_id)"""
_CUSTOMERS = """INSERT INTO incident_customer AS pair (boundary, incident_id, customer_id, cases, suggested)
SELECT boundary, incident_id, customer_id, sum(cases), sum(suggested) FROM (
  SELECT boundary, incident_id, customer_id, (state = 'confirmed')::integer AS cases, (state = 'suggested')::integer AS suggested
    FROM case_incident_link WHERE state IN ('confirmed', 'suggested')
  UNION ALL SELECT boundary, incident_id, customer_id, -cases, -suggested FROM incident_customer) told
GROUP BY boundary, incident_id, customer_id HAVING sum(cases) <> 0 OR sum(suggested) <> 0
ON CONFLICT (incident_id, customer_id) DO UPDATE SET cases = pair.cases + excluded.cases, suggested = pair.suggested + excluded.suggested"""
_COUNTS = """INSERT INTO incident_count (boundary, incident_id, cases, open_cases, suggested, customers)
SELECT boundary, incident_id, sum(cases), sum(open_cases), sum(suggested), sum(customers) FROM (
  SELECT boundary, incident_id, (state = 'confirmed')::integer AS cases, (state = 'confirmed' AND case_open)::integer AS open_cases,
    (state = 'suggested')::integer AS suggested, 0 AS customers FROM case_incident_link WHERE state IN ('confirmed', 'suggested')
  UNION ALL SELECT boundary, incident_id, 0, 0, 0, (cases > 0)::integer FROM incident_customer
  UNION ALL SELECT boundary, incident_id, -cases, -open_cases, -suggested, -customers FROM incident_count) told
GROUP BY boundary, incident_id HAVING sum(cases) <> 0 OR sum(open_cases) <> 0 OR sum(suggested) <> 0 OR sum(customers) <> 0"""
"""Each in one statement, so that what is kept and what is there are of the same moment. A difference is added, never written over."""
