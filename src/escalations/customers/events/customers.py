"""What happens to a customer and to how it is looked after."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerAdded(Event):
    plan: str

    def told(self) -> str:
        return f"added this customer with the plan {self.plan}"


@dataclass(frozen=True, kw_only=True)
class CustomerRevised(Event):
    was: dict[str, str]
    became: dict[str, str]

    def told(self) -> str:
        changes = (f"{name}: {self.was[name] or 'none'} → {became or 'none'}" for name, became in self.became.items())
        return f"changed {', '.join(changes)}"


@dataclass(frozen=True, kw_only=True)
class HandlingNotesRevised(Event):
    characters: int

    def told(self) -> str:
        return "rewrote the handling notes" if self.characters else "emptied the handling notes"
