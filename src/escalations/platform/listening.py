"""Which jobs the events of one transaction ask for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .jobs import Job

About = Literal["thread", "subject", "boundary"]


@dataclass(frozen=True)
class Listener:
    """A reaction by its name. With `once_for` it looks at nothing of the event but that, and at how it stands by then; what `covered_by`
    does for the same one is all that this would do."""

    name: str
    when: Callable[[Any], bool]
    once_for: About | None = None
    covered_by: str = ""


def jobs_asked(outbox: Iterable[tuple[Any, Any]], listeners: Mapping[type, Sequence[Listener]]) -> list[Job]:
    """One for each event and reaction. A reaction `once_for` something finds the same after each event of a transaction, so the last
    event stands for all of them. Never across transactions: the job of one may have looked before the other was committed."""
    asked: dict[tuple[str, object], tuple[Job, str]] = {}
    for row, event in outbox:
        for one in listeners.get(type(event), ()):
            if one.when(event):
                about = (getattr(row, one.once_for), row.boundary) if one.once_for else row.id
                asked.pop((one.name, about), None)
                told = {"event": row.id, "boundary": row.boundary, "reaction": one.name}
                asked[one.name, about] = Job("react", told), one.covered_by
    return [job for (_, about), (job, covered_by) in asked.items() if (covered_by, about) not in asked]
