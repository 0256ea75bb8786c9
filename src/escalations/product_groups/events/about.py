"""What every event of an escalation has."""

from dataclasses import dataclass

from ...platform.events import Event
from ..models import name_of_group


@dataclass(frozen=True, kw_only=True)
class AboutEscalation(Event):
    escalation_id: int
    product_group: str

    @property
    def named(self) -> str:
        return f"E-{self.escalation_id} ({name_of_group(self.product_group)})"
