"""Promise 1 for alarms: somebody who was told of each open one is still there to decide. The view is empty, always."""

from ..platform.model import metadata
from ..platform.protection import declare_view

declare_view(
    metadata,
    "dead_end_alarm",
    """SELECT s.id, s.boundary, s.family AS title, 'nobody who was told of it is there any more' AS why
FROM spike_alarm s
WHERE s.state = 'open' AND s.level = 'alarm' AND NOT EXISTS (SELECT 1 FROM notice n
  WHERE n.thread = 'spike_alarm/' || s.id AND n.boundary = s.boundary AND works_here(n.person_id, n.boundary))""",
)
