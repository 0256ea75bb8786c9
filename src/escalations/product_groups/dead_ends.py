"""Promise 1 for escalations: the open ones that nobody holds or nothing will wake. The view is empty, always.

Of a group that has left the catalogue the database knows nothing: `sweeps.rehome_escalations` gives those to the group that owns
the product now. While a question stands, the case has the turn, and `dead_end_case` watches over that.
"""

from ..platform.model import metadata
from ..platform.protection import declare_view

declare_view(
    metadata,
    "dead_end_escalation",
    """SELECT e.id, e.boundary, e.case_id, e.product_group, e.state,
  CASE WHEN p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       WHEN e.accepted_by IS NOT NULL AND NOT works_here(e.accepted_by, e.boundary) THEN 'its owner is not cleared any more'
       WHEN e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL THEN 'nobody of the group has it'
       ELSE 'nothing will wake it up: no running clock, no open question' END AS why
FROM escalation e JOIN support_case c ON c.id = e.case_id AND c.boundary = e.boundary LEFT JOIN person p ON p.id = e.accepted_by
WHERE e.closed_at IS NULL AND c.closed_at IS NULL
  AND (p.disabled_at IS NOT NULL
    OR (e.accepted_by IS NOT NULL AND NOT works_here(e.accepted_by, e.boundary))
    OR (e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL)
    OR NOT (EXISTS (SELECT 1 FROM clock k WHERE k.escalation_id = e.id AND k.boundary = e.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM escalation_question q WHERE q.escalation_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)))""",
)
