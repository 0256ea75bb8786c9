"""What a case must be like for an article to hold for it: a condition in the language of routing rules, with versions besides."""

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from ..catalog.loading import catalogue
from ..catalog.toml_files import CatalogueError
from ..routing.conditions import Condition
from ..routing.facts import CaseFacts
from ..routing.linting.boxes import Space
from ..routing.rule_checks import RuleFault, faults_of_conditions
from ..routing.rule_places import RuleSource
from ..routing.rule_tables import rule_of
from .models import EVERYWHERE
from .numbers import bounds_of, is_within, number_of, spoken_in

PLACE = "line"
VERSION = "version"
MOST_NAMED = 14
_ABOVE = ("[[rule]]", "[rule.when]")
_AS_RULE = {"name": "article", "owner": "known issues", "reason": "a known issue", "then": {"queue": "family"}}
_UNLESS = re.compile(r"^(\s*)\[\s*(when|unless)\s*\]")


class BadPredicate(ValueError):
    """It cannot be read, or no case can be like that. The message begins with the line."""


@dataclass(frozen=True)
class Predicate:
    conditions: tuple[Condition, ...]
    versions: tuple[str, ...] = ()

    def evidence(self, facts: CaseFacts) -> tuple[str, ...] | None:
        """What of the case made it hold; None where it does not."""
        answers = [condition.asked_of(facts) for condition in self.conditions]
        if not all(answer.holds for answer in answers):
            return None
        found = _version_in(facts.text, self.versions)
        if self.versions and found is None:
            return None
        return (
            *(answer.had for answer in answers if answer.had and not answer.condition.unless),
            *([found] if found else []),
        )


@lru_cache(maxsize=4096)
def predicate_of(text: str) -> Predicate:
    """Raises BadPredicate. Remembered, as every case that is looked at asks all of them."""
    lines = (*_ABOVE, *(_UNLESS.sub(r"\1[rule.\2]", line) for line in text.split("\n")))
    table = _table(lines)
    versions = _versions(table, lines)
    try:
        rule = rule_of({**_AS_RULE, **table}, RuleSource(PLACE, 1 - len(_ABOVE), lines))
    except CatalogueError as wrong:
        raise BadPredicate(str(wrong).replace(f"{PLACE}:", f"{PLACE} ", 1)) from None
    if fault := next(iter(faults_of_conditions(rule, catalogue())), None):
        raise BadPredicate(_told(fault))
    if not rule.conditions and not versions:
        raise BadPredicate(f'{PLACE} 1: this asks for nothing. Name a fact, such as error_code = "AADSTS50011".')
    return Predicate(rule.conditions, versions)


def checked_predicate(text: str, boundary: str) -> Predicate:
    """Also that some case of the article's boundary can be like that."""
    predicate = predicate_of(text)
    here = () if boundary == EVERYWHERE else (Condition(fact="boundary", wanted=(boundary,)),)
    space = Space((*predicate.conditions, *here), catalogue())
    if space.is_empty(space.box_of((*predicate.conditions, *here))):
        where = "" if boundary == EVERYWHERE else f" of {boundary}"
        raise BadPredicate(f"No case{where} can be like this: its conditions exclude each other. Take one of them out.")
    return predicate


def _table(lines: tuple[str, ...]) -> dict[str, Any]:
    try:
        told = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as broken:
        raise BadPredicate(_at_own_line(str(broken))) from None
    rules = told.get("rule", [])
    if set(told) != {"rule"} or len(rules) != 1 or not set(rules[0]) <= {"when", "unless"}:
        raise BadPredicate(
            f"{PLACE} 1: only facts belong here, and [unless] above those it must not have. Take the rest out."
        )
    table: dict[str, Any] = rules[0]
    return table


def _at_own_line(complaint: str) -> str:
    at = re.search(r" \(at line (\d+), column \d+\)", complaint)
    line = max(1, int(at[1]) - len(_ABOVE)) if at else 1
    what = complaint.replace(at[0], "") if at else complaint.replace(" (at end of document)", "")
    return f'{PLACE} {line}: not valid TOML: {what[:1].lower()}{what[1:]}. Write texts in quotes, several of them as ["…", "…"].'


def _versions(table: dict[str, Any], lines: tuple[str, ...]) -> tuple[str, ...]:
    """Taken out of the table: rules for routing know no versions."""
    wanted = table.get("when", {}).pop(VERSION, [])
    line = next((n for n, said in enumerate(lines, 1 - len(_ABOVE)) if said.lstrip().startswith(VERSION)), 1)
    if VERSION in table.get("unless", {}):
        raise BadPredicate(f"{PLACE} {line}: version belongs above [unless]. Turn its signs round instead.")
    ranges = tuple(wanted) if isinstance(wanted, list) else (wanted,) if isinstance(wanted, str) else None
    if ranges is None or not all(isinstance(one, str) for one in ranges):
        raise BadPredicate(f'{PLACE} {line}: a version is written in quotes, such as version = ">=1.27, <1.29.4".')
    try:
        for written in ranges:
            bounds_of(written)
    except ValueError as wrong:
        raise BadPredicate(f"{PLACE} {line}: {wrong}") from None
    return ranges


def _version_in(text: str, ranges: tuple[str, ...]) -> str | None:
    if not ranges:
        return None
    wanted = [bounds_of(written) for written in ranges]
    return next((one for one in spoken_in(text) if any(is_within(number_of(one), bounds) for bounds in wanted)), None)


def _told(fault: RuleFault) -> str:
    return f"{fault.place.replace(':', ' ')}: it {fault.what}. {_short(fault)}."


def _short(fault: RuleFault) -> str:
    """A catalogue is too long to be read in a form: of many values only those that were probably meant."""
    lead, _, listed = fault.remedy.partition(": ")
    known = listed.split(", ")
    if len(known) <= MOST_NAMED:
        return fault.remedy
    written = re.findall(r"'([^']*)'", fault.what)
    near = get_close_matches(written[-1] if written else "", known, MOST_NAMED, 0.4)
    return f"{lead}: {', '.join(near)}" if near else "Its keys are those of the page Rules"
