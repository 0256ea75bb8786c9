"""What an incident is said to be."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class IncidentDeclared(Event):
    severity: str
    case: str | None = None

    def told(self) -> str:
        return f"declared the incident with severity {self.severity}" + (f" from {self.case}" if self.case else "")


@dataclass(frozen=True, kw_only=True)
class IncidentRevised(Event):
    """`was` and `became` hold codes and times; of the title and summary only that they were rewritten."""

    was: dict[str, str]
    became: dict[str, str]
    rewrote: list[str]

    def told(self) -> str:
        changes = [
            f"changed {name.replace('_', ' ')}: {self.was[name] or 'all'} → {self.became[name] or 'all'}"
            for name in self.became
        ]
        return "; ".join([*changes, *(f"rewrote the {name}" for name in self.rewrote)])
