"""Promise 1 as SQL: the open cases that nobody holds or nothing will wake. The view is empty, always.

A merged case is closed; what wakes its survivor wakes it. A clock of its own would run where nobody looks.
"""

from ..platform.model import metadata
from ..platform.protection import declare_view

declare_view(
    metadata,
    "dead_end_case",
    """SELECT c.id, c.boundary, c.title, c.queue, c.owner_id,
  CASE WHEN c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       ELSE 'nothing will wake it up: no running clock, no snooze' END AS why
FROM support_case c LEFT JOIN person p ON p.id = c.owner_id
WHERE c.closed_at IS NULL
  AND ((c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.boundary = c.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL
      AND k.kind <> 'resolution'))
UNION ALL
SELECT m.id, m.boundary, m.title, m.queue, m.owner_id, 'it is merged, and a clock of its own still runs' AS why
FROM support_case m
WHERE m.merged_into_id IS NOT NULL AND EXISTS (SELECT 1 FROM clock k WHERE k.case_id = m.id AND k.boundary = m.boundary AND k.state = 'running')""",
)
