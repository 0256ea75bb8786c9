"""What people do to feeds. What a feed does to incidents is told by the incidents' own events, in the feed's name."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedAdded(Event):
    kind: str

    def told(self) -> str:
        return f"added the feed ({self.kind})"


@dataclass(frozen=True, kw_only=True)
class FeedKeyAdded(Event):
    old_end: str = ""

    def told(self) -> str:
        return "added a new key" + (f"; the old ones count until {self.old_end}" if self.old_end else "")


@dataclass(frozen=True, kw_only=True)
class FeedKeysEnded(Event):
    count: int

    def told(self) -> str:
        return f"ended {self.count} old key{'s' if self.count != 1 else ''}"


@dataclass(frozen=True, kw_only=True)
class FeedSwitched(Event):
    on: bool

    def told(self) -> str:
        return f"switched the feed {'on' if self.on else 'off'}"


@dataclass(frozen=True, kw_only=True)
class FeedRevised(Event):
    what: list[str]

    def told(self) -> str:
        return f"changed {', '.join(self.what)} of the feed"


@dataclass(frozen=True, kw_only=True)
class DeliveriesReplayed(Event):
    count: int
    delivery_id: int | None = None

    def told(self) -> str:
        if self.delivery_id is not None:
            return f"replayed delivery {self.delivery_id}"
        return f"replayed {self.count} shelved deliver{'ies' if self.count != 1 else 'y'}"


@dataclass(frozen=True, kw_only=True)
class DeliverySetAside(Event):
    delivery_id: int

    def told(self) -> str:
        return f"set delivery {self.delivery_id} aside"
