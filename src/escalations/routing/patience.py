"""What waiting would have changed: the next step of a rule, or a shift that begins."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .choosing import Choice
from .deciding import Decision
from .hurdles import Reason
from .naming import listed, skills_in_words
from .ranking import Weighed
from .standing import Ask
from .targets import target_of


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Had it waited so many minutes more, the next step of its rule would have let these people take it."""

    minutes: int
    asks: str
    names: tuple[str, ...]

    @property
    def in_words(self) -> str:
        return f"If it had waited {self.minutes} more minutes, {self.asks} would be enough, and {listed(self.names)} could take it."


def patience(decision: Decision) -> Patience | None:
    """Only where nobody could take it: the first step of its rule that lets somebody."""
    choice = decision.choice
    if choice.first:
        return None
    for step in decision.rule.action.relax:
        if step.after > decision.facts.waited_minutes:
            later = replace(decision.facts, waited_minutes=step.after)
            ask = Ask.of(
                later, target_of(decision.rule.action, later, decision.routed_to), decision.assignment, decision.at
            )
            names = tuple(
                one.name for one in choice.candidates if not any(reason.still_counts(ask) for reason in one.reasons)
            )
            if names:
                asks = skills_in_words(ask.target.require) or "any skill"
                return Patience(minutes=step.after - decision.facts.waited_minutes, asks=asks, names=names)
    return None


def coming(choice: Choice) -> Iterable[Weighed]:
    """Those who lack nothing but a shift, the earliest first."""
    waiting = [one for one in choice.candidates if one.reasons and all(_comes(reason) for reason in one.reasons)]
    return sorted(waiting, key=lambda one: (one.reasons[0].numbers, one.person_id))


def _comes(reason: Reason) -> bool:
    return reason.code == "s" and bool(reason.numbers)
