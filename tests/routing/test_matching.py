"""The quick matcher and the decision itself name the same rule, whatever the rules and the case."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.routing.conditions import Condition
from escalations.routing.deciding import RecordContradiction, decide
from escalations.routing.facts import CaseFacts
from escalations.routing.matching import Matcher
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Rule, RuleSet
from tests.routing.people import NOON, a_case
from tests.routing.strategies import cases, unhurried

WORDS = st.sampled_from([
    "pod", "pods", "Pods", "disk", "disks", "policy", "policies", "Policies", "class", "classes", "box", "boxes", "status", "DNS", "dns", "bus", "s", "es", "ies", "y", "ss",
    "under", "attack", "attacks", "_", ".", "-", ",", "/", "'", "ΌΔΟΣ", "οδοσ", "ΟΔΟΣ.Α", "K", "İstanbul", "straße", "STRASSE", "naïve", "2", "22", "x_y",
])  # fmt: skip
GAPS = st.sampled_from([" ", "  ", "\n", "-", "_", ". ", "", "'"])
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
CODES = st.sampled_from(["AADSTS50011", "AllocationFailed", "ImagePullBackOff", "exit 50", "HTTP 502", "straße"])
PATTERNS = CODES | st.sampled_from(["aadsts*", "*", "*fail*", "exit ?0", "HTTP [45]0*", "STRASSE", "", "[a"])
LANGUAGES = st.sampled_from(["en", "de", "xx"])
CLOUDS = st.sampled_from(["global", "sovereign"])
SPANS = st.sampled_from(["mon-fri 08:00-17:00", "sat-sun", "22:00-06:00", "fri-mon 23:30-00:15", "mon 12:00-12:01"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "".join(word + draw(GAPS) for word in draw(st.lists(WORDS, max_size=12)))


def _wanted(values: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(tuple)


WISHES = {
    "family": _wanted(st.sampled_from(["storage", "kubernetes", "networking", "other"])),
    "severity": _wanted(st.sampled_from("ABC")),
    "plan": _wanted(st.sampled_from(list(rule_set().catalogue.plans))),
    "boundary": _wanted(st.sampled_from(list(rule_set().catalogue.boundaries))),
    "product": _wanted(st.sampled_from(list(rule_set().catalogue.products))),
    "region": _wanted(st.sampled_from(list(rule_set().catalogue.regions))),
    "language": _wanted(LANGUAGES),
    "cover": _wanted(st.sampled_from(["yes", "no"])),
    "family_sure": _wanted(st.sampled_from(["yes", "no"])),
    "error_code": _wanted(PATTERNS),
    "text": _wanted(PHRASES),
    "hours_running": _wanted(st.integers(0, 60).map(str), most=1),
    "cloud": _wanted(CLOUDS),
    "time": _wanted(SPANS),
}
CONDITIONS = st.sampled_from(list(WISHES)).flatmap(
    lambda fact: st.builds(Condition, fact=st.just(fact), wanted=WISHES[fact], unless=st.booleans())
)
EXPIRIES = st.none() | st.integers(-2, 2).map(lambda days: NOON.date() + timedelta(days=days))


def a_rule(number: int, conditions: tuple[Condition, ...], expires: date | None = None) -> Rule:
    return Rule(
        name=f"rule {number}", owner="us", reason="To try.", place=f"rules/a.toml:{number}",
        action=Action(queue="triage"), conditions=conditions, expires=expires,
    )  # fmt: skip


def rules_of(*rules: Rule) -> RuleSet:
    return replace(rule_set(), rules=(*rules, a_rule(len(rules), ())))


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    wishes = draw(st.lists(st.tuples(st.lists(CONDITIONS, max_size=4).map(tuple), EXPIRIES), max_size=12))
    return rules_of(*(a_rule(number, *wish) for number, wish in enumerate(wishes)))


@st.composite
def told_cases(draw: st.DrawFn) -> CaseFacts:
    codes = draw(st.lists(CODES, max_size=2).map(tuple))
    opened_at = NOON + timedelta(seconds=draw(st.integers(-4 * 24 * 3600, 4 * 24 * 3600)))
    return replace(
        draw(cases), text=draw(texts()), error_codes=codes, language=draw(LANGUAGES), cloud=draw(st.none() | CLOUDS),
        opened_at=draw(st.sampled_from([NOON, opened_at, opened_at.astimezone(ZoneInfo("Asia/Kathmandu"))])),
    )  # fmt: skip


@settings(unhurried, max_examples=200)
@given(rule_sets(), st.lists(told_cases(), min_size=1, max_size=6), st.integers(-3, 3))
def test_the_first_rule_that_holds(rules: RuleSet, told: list[CaseFacts], days: int) -> None:
    matcher, at = Matcher(rules), NOON + timedelta(days=days)
    for facts in told:
        assert matcher.rule_for(facts, at).name == decide(facts, rules, (), at).rule.name


@settings(unhurried, max_examples=150)
@given(cases, texts())
def test_the_rules_that_ship(facts: CaseFacts, text: str) -> None:
    matcher = Matcher(rule_set())
    for told in (facts, replace(facts, text=f"{facts.text} {text}")):
        assert matcher.rule_for(told, NOON) is rule_set().named(decide(told, rule_set(), (), NOON).rule.name)


@settings(unhurried, max_examples=200)
@given(st.lists(PHRASES, min_size=1, max_size=6), texts())
def test_every_phrase_is_found_as_if_it_were_asked_alone(phrases: list[str], text: str) -> None:
    """A set for each phrase: the phrase decides exactly when its condition holds."""
    facts = a_case(text=text)
    for phrase in phrases:
        condition = Condition(fact="text", wanted=(phrase,))
        rules = rules_of(a_rule(0, (condition,)), a_rule(1, (replace(condition, unless=True),)))
        assert Matcher(rules).rule_for(facts, NOON).name == f"rule {int(not condition.asked_of(facts).holds)}"


def test_two_wishes_for_one_fact_must_both_come_true() -> None:
    both = tuple(Condition(fact="text", wanted=(phrase,)) for phrase in ("disk", "attack"))
    codes = tuple(Condition(fact="error_code", wanted=(code,)) for code in ("A*", "B*"))
    matcher = Matcher(rules_of(a_rule(0, both), a_rule(1, codes)))
    assert matcher.rule_for(a_case(text="disks"), NOON).name == "rule 2"
    assert matcher.rule_for(a_case(text="disks under attack"), NOON).name == "rule 0"
    assert matcher.rule_for(a_case(error_codes=("A1",)), NOON).name == "rule 2"
    assert matcher.rule_for(a_case(error_codes=("A1", "B1")), NOON).name == "rule 1"


def test_a_set_without_a_last_word_is_a_contradiction() -> None:
    with pytest.raises(RecordContradiction, match="No rule holds"):
        Matcher(replace(rule_set(), rules=())).rule_for(a_case(), NOON)
