"""The rule that decided, with one condition more, another queue, and an example; tried before it is proposed."""

from collections.abc import Iterator
from dataclasses import replace

from ...catalog.models import Catalogue
from ..conditions import Condition
from ..facts import CaseFacts
from ..rules import Rule, RuleSet
from .acting import sent_to
from .exemplifying import examples_for
from .placing import decides_now
from .telling import everything_known, telling_conditions
from .trying import decides, takes_examples
from .writing import rule_as_toml

_NOTHING = "not told apart yet"
_TOLD = {
    "product": ": its product tells",
    "error_code": ": its error code tells",
    "text": ": its words tell",
    _NOTHING: ". Nothing tells it apart yet",
}


def propose_rule(facts: CaseFacts, from_queue: str, to_queue: str, told_by: str, words: str, rule_set: RuleSet) -> str:
    """The draft stands before the rule that decides such a case now, and takes from it only what it tells apart."""
    decided = decides_now(facts, rule_set)
    drafts = list(_drafts(facts, decided, from_queue, to_queue, told_by, words, rule_set))
    fit = [draft for draft in drafts if decides(draft, facts, decided, rule_set)]
    quiet = (draft for draft in fit if not takes_examples(draft, decided, rule_set, facts.opened_at))
    return rule_as_toml(next(quiet, (fit or drafts)[0]))


def _drafts(
    facts: CaseFacts, decided: Rule, from_queue: str, to_queue: str, told_by: str, words: str, rule_set: RuleSet
) -> Iterator[Rule]:
    """What tells most comes first."""
    catalogue = rule_set.catalogue
    ways = f"{_queue_name(to_queue, catalogue)}, not {_queue_name(from_queue, catalogue)}"
    for name, fact, conditions in _possible(facts, decided, to_queue, told_by, words, rule_set):
        rule = Rule(
            name=_unused(f"{ways}: {name}", rule_set), owner=decided.owner, place=decided.place, conditions=conditions,
            reason=_reason(from_queue, to_queue, fact, catalogue), action=sent_to(to_queue, decided.action, catalogue),
        )  # fmt: skip
        yield from (replace(rule, examples=(one,)) for one in examples_for(rule, facts, to_queue, words, rule_set))


def _possible(
    facts: CaseFacts, decided: Rule, to_queue: str, told_by: str, words: str, rule_set: RuleSet
) -> Iterator[tuple[str, str, tuple[Condition, ...]]]:
    for telling in telling_conditions(facts, to_queue, told_by, words, rule_set):
        conditions = _with(decided.conditions, telling)
        if set(conditions) != set(decided.conditions):
            yield _named(telling, rule_set.catalogue), telling.fact, conditions
    conditions = decided.conditions
    for one in everything_known(facts, rule_set.catalogue):
        conditions = _with(conditions, one)
    yield _NOTHING, _NOTHING, conditions


def _with(conditions: tuple[Condition, ...], telling: Condition) -> tuple[Condition, ...]:
    """A rule asks for a fact once: what is known more narrowly replaces what was asked."""
    kept = (one for one in conditions if one.unless or one.fact != telling.fact)
    return (*kept, telling)


def _named(telling: Condition, catalogue: Catalogue) -> str:
    value = telling.wanted[0]
    return catalogue.products[value].name if telling.fact == "product" else value


def _unused(name: str, rule_set: RuleSet) -> str:
    taken = {rule.name for rule in rule_set.rules}
    numbered = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _reason(from_queue: str, to_queue: str, fact: str, catalogue: Catalogue) -> str:
    first, then = _queue_name(from_queue, catalogue), _queue_name(to_queue, catalogue)
    return f"A case like this went to {first} and was transferred to {then}{_TOLD[fact]}."


def _queue_name(key: str, catalogue: Catalogue) -> str:
    return catalogue.queues[key].name if key in catalogue.queues else key
