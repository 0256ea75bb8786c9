"""Covered customers who are hit and have not written."""

from dataclasses import dataclass

from ...platform.events import Event
from ..models import HOWS, OUTCOMES


@dataclass(frozen=True, kw_only=True)
class SilentCustomerContacted(Event):
    customer: str
    how: str
    outcome: str

    def told(self) -> str:
        return f"asked {self.customer} {HOWS[self.how]} whether the incident hits them: {OUTCOMES[self.outcome]}"
