"""What happens to trackers, and to the work items of our issues."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class TrackerAdded(Event):
    kind: str
    product_group: str

    def told(self) -> str:
        return f"added the tracker ({self.kind})"


@dataclass(frozen=True, kw_only=True)
class TrackerKeyAdded(Event):
    old_end: str = ""

    def told(self) -> str:
        return "added a new key" + (f"; the old one counts until {self.old_end}" if self.old_end else "")


@dataclass(frozen=True, kw_only=True)
class TrackerSwitched(Event):
    on: bool

    def told(self) -> str:
        return f"switched the tracker {'on' if self.on else 'off'}"


@dataclass(frozen=True, kw_only=True)
class WorkItemMade(Event):
    tracker: str
    external_key: str

    def told(self) -> str:
        return f"put it into {self.tracker} as {self.external_key}"
