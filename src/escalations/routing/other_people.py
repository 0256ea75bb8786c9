"""What would have made somebody else the first for a case: from the stored choice alone, by weighing again."""

from .deciding import Decision
from .instead_of import Instead
from .overcoming import overcoming
from .overtaking import overtaking
from .ranking import first_of

MOST = 5


def instead(decision: Decision) -> tuple[Instead, ...]:
    """The smallest change for each, the nearest first."""
    choice = decision.choice
    found = overtaking(choice) if choice.first else overcoming(choice)
    return tuple(sorted(found, key=lambda one: (one.cost, one.name, one.person_id)))


def runner_up(decision: Decision) -> str | None:
    """Who takes it if the first cannot."""
    choice = decision.choice
    left = [one for one in choice.able if one is not choice.first]
    following = first_of(left, choice.ask)
    return following.name if following else None
