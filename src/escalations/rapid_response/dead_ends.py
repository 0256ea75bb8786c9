"""Promise 1 for engagements: somebody leads each that is open, or a clock counts until somebody does. The view is empty, always.

A request whose last case was closed a moment ago is taken back by the reaction to that.
"""

from ..platform.model import metadata
from ..platform.protection import declare_view

declare_view(
    metadata,
    "dead_end_engagement",
    """SELECT e.id, e.boundary, e.title,
  CASE WHEN e.state = 'requested' THEN 'nobody has taken it and no clock counts until somebody does'
       ELSE 'nobody leads it, or no update is promised' END AS why
FROM engagement e
WHERE (e.state = 'engaged' AND (
    NOT EXISTS (SELECT 1 FROM engagement_role r
      WHERE r.engagement_id = e.id AND r.boundary = e.boundary AND r.role = 'lead' AND r.laid_down_at IS NULL AND works_here(r.person_id, e.boundary))
    OR NOT EXISTS (SELECT 1 FROM engagement_promise q WHERE q.engagement_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)))
  OR (e.state = 'requested'
    AND EXISTS (SELECT 1 FROM engagement_case m JOIN support_case c ON c.id = m.case_id
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND c.closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM engagement_case m JOIN clock k ON k.case_id = m.case_id AND k.boundary = m.boundary
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND k.holder = 'rapid_response' AND k.state = 'running'))""",
)
