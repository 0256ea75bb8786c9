"""Who is covered, until when, and when trouble would hit them hardest."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class CoverGranted(Event):
    until: str
    was: str | None
    contract: str = ""
    limits: str = ""

    def told(self) -> str:
        granted = f"granted rapid-response cover until {self.until}" + (f" (was {self.was})" if self.was else "")
        under = f" under contract {self.contract}" if self.contract else ""
        return granted + under + (f", {self.limits}" if self.limits else "")


@dataclass(frozen=True, kw_only=True)
class CoverEnded(Event):
    was: str
    reason: str
    contract: str = ""

    def told(self) -> str:
        under = f" under contract {self.contract}" if self.contract else ""
        return f"ended the rapid-response cover{under} (was until {self.was}): {self.reason}"


@dataclass(frozen=True, kw_only=True)
class BusinessMomentNoted(Event):
    name: str
    starts_at: str
    ends_at: str

    def told(self) -> str:
        return f"noted the business moment {self.name} from {self.starts_at[:10]} to {self.ends_at[:10]}"


@dataclass(frozen=True, kw_only=True)
class BusinessMomentWithdrawn(Event):
    name: str

    def told(self) -> str:
        return f"withdrew the business moment {self.name}"
