"""What happens to macros. Of a private one no name is told."""

from dataclasses import dataclass

from ...platform.events import Event


def _called(name: str) -> str:
    return f"the macro “{name}”" if name else "a macro of their own"


@dataclass(frozen=True, kw_only=True)
class MacroAdded(Event):
    name: str

    def told(self) -> str:
        return f"added {_called(self.name)}"


@dataclass(frozen=True, kw_only=True)
class MacroChanged(Event):
    name: str
    what: list[str]

    def told(self) -> str:
        return f"changed {_called(self.name)}: {', '.join(self.what)}"


@dataclass(frozen=True, kw_only=True)
class MacroRetired(Event):
    name: str

    def told(self) -> str:
        return f"retired {_called(self.name)}"


@dataclass(frozen=True, kw_only=True)
class MacroApplied(Event):
    macro_id: int
    name: str

    def told(self) -> str:
        return f"applied {_called(self.name)}"
