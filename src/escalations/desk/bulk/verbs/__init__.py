"""The one table of what can be done to many cases at once: the bar of a list, its keys, the palette and the API read it."""

from .action import Action, Effect
from .assigning import ASSIGN
from .claiming import CLAIM_SEVERITY
from .closing import CLOSE
from .linking import LINK
from .noting import NOTE
from .snoozing import SNOOZE
from .taking import TAKE
from .waiting import WAIT

ACTIONS: dict[str, Action] = {
    action.name: action for action in (ASSIGN, TAKE, WAIT, SNOOZE, CLAIM_SEVERITY, LINK, NOTE, CLOSE)
}

__all__ = ["ACTIONS", "Action", "Effect"]
