"""Promise 1 for incidents: somebody who knows of each unresolved one is still there. The view is empty, always.

One that a feed declared nobody has to know at once; `sweeps.tend_incidents` asks after all that nobody writes on.
"""

from ..platform.model import metadata
from ..platform.protection import declare_view

declare_view(
    metadata,
    "dead_end_incident",
    """SELECT i.id, i.boundary, i.title, 'nobody who knows of it is there any more' AS why
FROM incident i
WHERE i.state <> 'resolved' AND i.merged_into_id IS NULL AND i.declared_by IS NOT NULL AND NOT works_here(i.declared_by, i.boundary)
  AND NOT EXISTS (SELECT 1 FROM incident_update u WHERE u.incident_id = i.id AND works_here(u.author_id, i.boundary))
  AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.thread = 'incident/' || i.id AND n.boundary = i.boundary AND works_here(n.person_id, i.boundary))""",
)
