"""One shift leaves its cases to the next."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class HandoverWritten(Event):
    receiver_id: int
    receiver: str
    cases: int

    def told(self) -> str:
        return f"left {self.cases} case{'s' if self.cases != 1 else ''} to {self.receiver} in a hand-over pack"


@dataclass(frozen=True, kw_only=True)
class HandoverAcknowledged(Event):
    case: str
    handover: str
    moved: bool
    led: bool

    def told(self) -> str:
        took = "and owns it now" if self.moved else "without owning it"
        return f"acknowledged {self.case} of {self.handover} {took}" + (" and leads its engagement" if self.led else "")


@dataclass(frozen=True, kw_only=True)
class HandoverWithdrawn(Event):
    cases: int

    def told(self) -> str:
        return f"withdrew the hand-over pack with {self.cases} cases that nobody had acknowledged"


@dataclass(frozen=True, kw_only=True)
class HandoverUnacknowledged(Event):
    case_id: int
    handover_id: int
    pages: int
    receiver: str

    def told(self) -> str:
        return f"found that {self.receiver} has not acknowledged this severity A case and told the duty lead"
