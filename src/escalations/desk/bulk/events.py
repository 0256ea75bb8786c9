"""That a case was one of many. What was done to it is told by the event of the verb itself."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class DoneInBulk(Event):
    bulk: str
    action: str
    chosen: int

    def told(self) -> str:
        return (
            f"did this to {self.chosen} cases at once ({self.bulk})"
            if self.chosen > 1
            else f"did this from a list ({self.bulk})"
        )


@dataclass(frozen=True, kw_only=True)
class BulkTakenBack(Event):
    bulk: str
    action: str

    def told(self) -> str:
        return f"took {self.bulk} back on this case"
