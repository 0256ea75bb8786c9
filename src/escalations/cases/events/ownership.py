"""How a case finds its people: routed, assigned, returned, transferred, swarmed."""

from dataclasses import dataclass

from ...platform.events import Event
from ...routing.naming import name_of


@dataclass(frozen=True, kw_only=True)
class CaseRouted(Event):
    """`given` to somebody at once: it waits for nobody. `weighed`: nobody of those who were there at this moment could take it."""

    decision_id: int
    queue: str
    rule: str
    why: str
    given: bool = False
    weighed: bool = False

    def told(self) -> str:
        return f"routed it to {_queue(self.queue)}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event):
    owner_id: int
    owner: str
    was: str | None = None

    def told(self) -> str:
        return f"assigned it to {self.owner}" + (f" (was {self.was})" if self.was else "")


@dataclass(frozen=True, kw_only=True)
class CaseClaimed(Event):
    owner_id: int
    owner: str

    def told(self) -> str:
        return "claimed the case"


@dataclass(frozen=True, kw_only=True)
class CaseUnassigned(Event):
    """`cause` is empty when a person did it, else gone, silent, uncleared or disabled. `owner_id` is whose it was."""

    was: str
    reason: str
    owner_id: int | None = None
    cause: str = ""

    def told(self) -> str:
        return f"returned it to the queue from {self.was}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class CaseStranded(Event):
    """Nobody can take it, and duty leads hear of that for the `stage`th time since it came to its queue."""

    stage: int
    reason: str
    to: list[str]

    def told(self) -> str:
        return f"told {' and '.join(self.to) or 'nobody, since there is no lead to tell,'}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class CaseRehomed(Event):
    from_queue: str
    to_queue: str

    def told(self) -> str:
        return f"moved it to {_queue(self.to_queue)}, since there is no queue {_queue(self.from_queue)} any more"


@dataclass(frozen=True, kw_only=True)
class CaseTransferred(Event):
    """`told_by` is what told them that it is another team's; `owner_id` whose it was."""

    transfer_id: int
    from_queue: str
    to_queue: str
    told_by: str
    owner_id: int | None = None

    def told(self) -> str:
        return f"transferred it from {_queue(self.from_queue)} to {_queue(self.to_queue)}"


@dataclass(frozen=True, kw_only=True)
class SwarmStarted(Event):
    queues: list[str]

    def told(self) -> str:
        return f"brought {' and '.join(map(_queue, self.queues))} together on it"


@dataclass(frozen=True, kw_only=True)
class SwarmAsked(Event):
    person_id: int
    name: str
    queue: str

    def told(self) -> str:
        return f"asked {self.name} to join" + (f" for {_queue(self.queue)}" if self.queue else " and lead")


@dataclass(frozen=True, kw_only=True)
class SwarmAnswered(Event):
    person_id: int
    answer: str
    queue: str

    def told(self) -> str:
        if self.answer == "declined":
            return "declined to join the swarm"
        return "joined the swarm" if self.queue else "leads the swarm"


@dataclass(frozen=True, kw_only=True)
class SwarmEnded(Event):
    queue: str

    def told(self) -> str:
        return f"ended the swarm: it is {_queue(self.queue)}'s" if self.queue else "ended the swarm with the case"


def _queue(key: str) -> str:
    return name_of("queue", key)
