"""Somebody is asked for help on a case, or raises a hand. Its owner stays."""

from dataclasses import dataclass

from ...platform.events import Event
from ...routing.naming import name_of


@dataclass(frozen=True, kw_only=True)
class HelpAsked(Event):
    person_id: int
    name: str
    until: str

    def told(self) -> str:
        return f"asked {self.name} for help, to say by {self.until}"


@dataclass(frozen=True, kw_only=True)
class HelpOffered(Event):
    person_id: int
    name: str

    def told(self) -> str:
        return "raised a hand to help"


@dataclass(frozen=True, kw_only=True)
class HelpAnswered(Event):
    """`name` is who would help; whoever was asked, or the owner where a hand was raised, said so."""

    person_id: int
    name: str
    answer: str
    note: str = ""

    def told(self) -> str:
        said = {
            "accepted": f"{self.name} helps",
            "declined": f"{self.name} does not help",
            "lapsed": f"{self.name} did not say in time whether they can help",
            "ended": f"the help of {self.name} is over",
        }[self.answer]
        return said + (f": {self.note}" if self.note else "")


@dataclass(frozen=True, kw_only=True)
class HelpSought(Event):
    family: str
    until: str

    def told(self) -> str:
        return f"looks for help with {name_of('family', self.family)} until {self.until}"


@dataclass(frozen=True, kw_only=True)
class HelpNoLongerSought(Event):
    why: str

    def told(self) -> str:
        return f"no longer looks for help: {self.why}"
