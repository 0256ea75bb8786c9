"""A stored decision as its page tells it: decided again, in sentences, with what would have sent it elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..catalog.loading import catalogue
from ..people.tongues import language_name
from ..routing.counterfactuals import Elsewhere, elsewhere
from ..routing.deciding import Decision, RecordContradiction, recompute
from ..routing.facts import CaseFacts
from ..routing.naming import name_of, yes_or_no
from ..routing.other_people import instead, runner_up
from ..routing.patience import coming, patience
from .models import RoutingDecision
from .queries.decisions import NewestWhy

TRIGGERS = {
    "opened": "when it was opened",
    "drained": "when somebody could take it",
    "transferred": "when it was sent on",
}
MOST_WORDS, MOST_QUEUES, MOST_PEOPLE = 8, 4, 3


@dataclass(frozen=True)
class Heard:
    """Words of the text, and how strongly they spoke, as a share of the strongest."""

    words: str
    weight: float
    share: float


@dataclass(frozen=True)
class Read:
    """What the text was taken for, and by which words."""

    sentence: str
    sure: bool
    heard: tuple[Heard, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """For the case's own page."""

    reasons: list[str]
    read: Read | None


def why_of(newest: NewestWhy) -> Why:
    return Why(newest.reasons, read_of(newest.read) if newest.read else None)


@dataclass(frozen=True)
class Explained:
    id: int
    decision: Decision
    trigger: str
    reasons: list[str]
    contradiction: str | None
    read: Read | None
    known: list[tuple[str, str]]
    elsewhere: tuple[str, ...]
    further: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def asked_rules(self) -> int:
        return len(self.decision.questions.rules)

    @property
    def weighed(self) -> int:
        return len(self.decision.candidates)


def explained(row: RoutingDecision) -> Explained:
    decision = Decision.restored(row.facts, row.record)
    there = elsewhere(decision, catalogue())
    nearest = nearest_of(there)
    return Explained(
        id=row.id, decision=decision, trigger=TRIGGERS[row.trigger], reasons=decision.reasons, contradiction=contradiction_of(row),
        read=read_of(decision.facts) if row.trigger == "opened" else None, known=known_of(decision.facts),
        elsewhere=tuple(one.in_words for one in nearest), further=tuple(one.in_words for one in there if one not in nearest),
        people=tuple(_people(decision)),
    )  # fmt: skip


def contradiction_of(row: RoutingDecision) -> str | None:
    """None when deciding again from the row alone gives what the row says."""
    try:
        again = recompute(row.facts, row.record)
    except RecordContradiction as contradiction:
        return str(contradiction)
    if (again.queue, again.rule.name, again.assignee_id) != (row.queue, row.rule, row.assignee_id):
        return f"By its record the rule “{again.rule.name}” sends it to {again.queue}, but the row says otherwise."
    return None


def nearest_of(there: Iterable[Elsewhere]) -> list[Elsewhere]:
    """The first change for each queue; of those that only say that another technology has another queue, one."""
    found: dict[str, Elsewhere] = {}
    for one in there:
        trivial = [change.fact for change in one.changes] == ["family"]
        found.setdefault("family" if trivial and one.queue not in found else one.queue, one)
    return list(found.values())[:MOST_QUEUES]


def _people(decision: Decision) -> Iterator[str]:
    if second := runner_up(decision):
        yield f"If {decision.chosen.name if decision.chosen else 'the first'} could not, {second} would take it."
    yield from (one.in_words for one in instead(decision)[:MOST_PEOPLE])
    if waiting := patience(decision):
        yield waiting.in_words
    if not decision.choice.first and (following := next(iter(coming(decision.choice)), None)):
        yield f"{following.name} lacks nothing but a shift: {following.exclusions[0].why}."


def read_of(facts: CaseFacts) -> Read | None:
    """None where the technology was given and not read."""
    if facts.confidence is None and not facts.evidence:
        return None
    mine = [one for one in facts.evidence if one.family == facts.family][:MOST_WORDS]
    most = max((one.weight for one in mine), default=1.0)
    heard = tuple(Heard(one.words, one.weight, one.weight / most) for one in mine)
    against = dict.fromkeys(
        f"{one.words} ({name_of('family', one.family)})" for one in facts.evidence if one.family != facts.family
    )
    return Read(_reading_in_words(facts), facts.family_sure, heard, tuple(against)[:MOST_WORDS])


def _reading_in_words(facts: CaseFacts) -> str:
    how_sure = f", {facts.confidence:.0%} likely" if facts.confidence is not None else ""
    if facts.family is None:
        return "Not sure: no word of the text points at a technology."
    name = name_of("family", facts.family)
    return f"Read as {name}{how_sure}." if facts.family_sure else f"Not sure: perhaps {name}{how_sure}."


def known_of(facts: CaseFacts) -> list[tuple[str, str]]:
    def named(fact: str) -> str | None:
        value = getattr(facts, fact)
        return name_of(fact, value) if value else None

    known = [
        ("Severity", facts.severity), ("Technology", named("family")), ("Sure of it", "yes" if facts.family_sure else "no"),
        ("Product", named("product")), ("Plan", named("plan")), ("Cover", yes_or_no("cover", facts.cover)), ("Boundary", named("boundary")),
        ("Region", named("region")), ("Language", language_name(facts.language)), ("Error codes", ", ".join(facts.error_codes) or None),
        ("Running for", f"{facts.hours_running} hours" if facts.hours_running else None),
        ("Had waited", f"{facts.waited_minutes} minutes" if facts.waited_minutes else None),
    ]  # fmt: skip
    return [(name, value) for name, value in known if value is not None]
