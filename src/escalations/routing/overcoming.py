"""What keeps somebody from a case that nobody could take, where it is only one thing."""

from collections.abc import Iterator

from .choosing import Choice
from .hurdles import Reason
from .instead_of import Instead, instead_if
from .naming import name_of, skills_in_words
from .standing import Ask


def overcoming(choice: Choice) -> Iterator[Instead]:
    """Nobody could: whoever lacked only one thing would have been alone without it."""
    for one in choice.candidates:
        kinds = {reason.hurdle for reason in one.reasons}
        if len(kinds) == 1 and (had := _had(one.reasons, choice.ask)):
            yield instead_if(one, *had)


def _had(reasons: tuple[Reason, ...], ask: Ask) -> tuple[str, int] | None:
    """In words, and how large a change it is. Of somebody off shift it is not known whether all else would hold."""
    first = reasons[0]
    match first.hurdle:
        case "room" if first.numbers[1] >= ask.units:
            missing = ask.units - first.numbers[0]
            return f"had {missing} more {'unit' if missing == 1 else 'units'} free", missing
        case "presence":
            return f"were not {'away' if first.code == 'a' else 'offline'}", 10
        case "skill":
            asked = {
                ask.skills[number]: ask.target.require[ask.skills[number]]
                for number, _ in (one.numbers for one in reasons)
            }
            missing = sum(
                ask.target.require[ask.skills[number]] - level for number, level in (one.numbers for one in reasons)
            )
            return f"had {skills_in_words(asked)}", 40 + missing
        case "clearance" if first.code == "c":
            return f"were cleared for {name_of('boundary', ask.facts.boundary)}", 60
        case "role":
            return f"worked the {ask.target.queue.name} queue", 80
    return None
