"""A catalogue so small that every case there can be is counted out, rules over it, and the count."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatchcase
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

from escalations.catalog.models import Boundary, Catalogue, Family, Plan, Product, Queue, Region
from escalations.routing.conditions import Condition
from escalations.routing.facts import CaseFacts
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Rule, RuleSet

TODAY = datetime(2026, 6, 10, 9, tzinfo=UTC)
DAYS = [date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 20), date(2026, 8, 1)]


def _queue(key: str) -> Queue:
    return Queue(key=key, name=key.title(), description="", roles=("support_engineer",))


def _family(key: str) -> Family:
    return Family(key=key, name=key.title(), description="", queue=key, product_group="all")


def _product(key: str, family: str) -> Product:
    return Product(key=key, name=key.title(), family=family, product_group="all")


def _named(*entries: Any) -> dict[str, Any]:
    return {entry.key: entry for entry in entries}


SMALL = Catalogue(
    families=_named(_family("disk"), _family("net")),
    products=_named(_product("blob", "disk"), _product("files", "disk"), _product("vpn", "net")),
    product_groups={},
    needs={},
    boundaries=_named(
        Boundary(key="public", name="Public", cloud="Open", jurisdiction=""),
        Boundary(key="usgov", name="Gov", cloud="Closed", jurisdiction=""),
        Boundary(key="france", name="France", cloud="Closed", jurisdiction=""),
    ),
    regions=_named(
        Region(key="west", name="West", boundary="public", group=""),
        Region(key="east", name="East", boundary="public", group=""),
        Region(key="texas", name="Texas", boundary="usgov", group=""),
    ),
    queues=_named(_queue("disk"), _queue("net"), _queue("triage")),
    plans=_named(Plan(key="small", name="Small", rank=1, weight=0), Plan(key="large", name="Large", rank=2, weight=1)),
)

VALUES: dict[str, list[str]] = {
    "family": ["disk", "net"],
    "product": ["blob", "files", "vpn"],
    "family_sure": ["yes", "no"],
    "boundary": ["public", "usgov", "france"],
    "cloud": ["Open", "Closed"],
    "region": ["west", "east", "texas"],
    "severity": ["A", "B", "C"],
    "plan": ["small", "large"],
    "cover": ["yes", "no"],
    "language": ["en", "de"],
    "hours_running": ["0", "1", "5"],
    "time": ["mon-fri", "mon-wed 06:00-18:00", "22:00-06:00", "sat-sun", "tue 12:00-18:00"],
    "text": ["full", "disk full", "disk", "full now", "now disk", "disks"],
    "error_code": ["a*", "ab", "ab*", "*b", "a?", "[ab]*", "b*", "[!a]*"],
}
GROUPS: list[tuple[str, ...]] = [
    ("family", "product", "family_sure"), ("boundary", "cloud", "region"), ("severity",), ("plan",), ("cover",), ("language",),
    ("hours_running",), ("time",), ("text",), ("error_code",),
]  # fmt: skip
SINGLE = ("cover", "family_sure", "hours_running")


def _technologies() -> Iterator[dict[str, Any]]:
    yield {"family": None, "product": None, "family_sure": False}
    for family, key in [("disk", None), ("disk", "blob"), ("disk", "files"), ("net", None), ("net", "vpn")]:
        yield {"family": family, "product": key, "family_sure": False}
        yield {"family": family, "product": key, "family_sure": True}


def _places() -> Iterator[dict[str, Any]]:
    for boundary, cloud, regions in [
        ("public", "Open", [None, "west", "east"]),
        ("usgov", "Closed", [None, "texas"]),
        ("france", "Closed", [None]),
    ]:
        yield from ({"boundary": boundary, "cloud": cloud, "region": region} for region in regions)


MONDAY = datetime(2026, 6, 8, tzinfo=UTC)
TEXTS = [" ".join(words) for length in range(5) for words in product(["disk", "full", "now", "x"], repeat=length)]
CODES = ["".join(letters) for length in (1, 2, 3) for letters in product("abz", repeat=length)]
POINTS: dict[tuple[str, ...], list[dict[str, Any]]] = {
    GROUPS[0]: list(_technologies()),
    GROUPS[1]: list(_places()),
    ("severity",): [{"severity": one} for one in "ABC"],
    ("plan",): [{"plan": one} for one in (None, "small", "large")],
    ("cover",): [{"cover": one} for one in (False, True)],
    ("language",): [{"language": one} for one in ("en", "de", "ja")],
    ("hours_running",): [{"hours": one} for one in range(7)],
    ("time",): [{"opened_at": MONDAY + timedelta(hours=hours)} for hours in range(0, 168, 6)],
    ("text",): [{"text": text} for text in TEXTS],
}


def facts(**known: Any) -> CaseFacts:
    opened_at = known.pop("opened_at", MONDAY)
    started = opened_at - timedelta(hours=known.pop("hours", 0))
    usual = {"severity": "B", "boundary": "public", "cloud": "Open", "problem_started_at": started}
    return CaseFacts(**{**usual, **known, "opened_at": opened_at})


def every_case(rules: Sequence[Rule]) -> list[CaseFacts]:
    """One for all that no rule tells apart: each condition is asked about each point of its facts."""
    groups = [group for group in GROUPS if any(one.fact in group for rule in rules for one in rule.conditions)]
    if any(rule.action.queue == "family" for rule in rules) and GROUPS[0] not in groups:
        groups.append(GROUPS[0])
    points = product(*(_told_apart(group, rules) for group in groups))
    return [facts(**{fact: value for point in chosen for fact, value in point.items()}) for chosen in points]


def _told_apart(group: tuple[str, ...], rules: Sequence[Rule]) -> list[dict[str, Any]]:
    asked = [one for rule in rules for one in rule.conditions if one.fact in group]
    found: dict[object, dict[str, Any]] = {}
    for point in _codes(asked) if group == ("error_code",) else POINTS[group]:
        case = facts(**point)
        found.setdefault((case.family, *(condition.asked_of(case).holds for condition in asked)), point)
    return list(found.values())


def _codes(asked: Sequence[Condition]) -> Iterator[dict[str, Any]]:
    """All sets of codes, of codes that match the same patterns only one."""
    patterns = {pattern for condition in asked for pattern in condition.wanted}
    kinds = {tuple(fnmatchcase(code, pattern) for pattern in patterns): code for code in CODES}
    for size in range(len(kinds) + 1):
        yield from ({"error_codes": codes} for codes in combinations(kinds.values(), size))


def holds(rule: Rule, case: CaseFacts) -> bool:
    return all(condition.asked_of(case).holds for condition in rule.conditions)


def rules_of(*rules: Rule) -> RuleSet:
    return RuleSet(rules=rules, hash="", catalogue=SMALL, assignment=rule_set().assignment)


@st.composite
def conditions(draw: st.DrawFn, known: Sequence[str]) -> Condition:
    fact = draw(st.sampled_from(known))
    most = 1 if fact in SINGLE else 3
    wanted = draw(st.lists(st.sampled_from(VALUES[fact]), min_size=1, max_size=most, unique=True))
    return Condition(fact=fact, wanted=tuple(wanted), unless=draw(st.integers(0, 3)) == 0)


@st.composite
def small_rules(draw: st.DrawFn, most: int = 6) -> tuple[Rule, ...]:
    """Rules about a few facts only, so that they get in each other's way."""
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True))
    known = [fact for group in groups for fact in group]
    rules = []
    for number in range(draw(st.integers(1, most))):
        asked = draw(st.lists(conditions(known), max_size=3, unique_by=lambda one: (one.fact, one.unless)))
        queue = draw(st.sampled_from(["disk", "net", "triage", "family"]))
        expires = draw(st.sampled_from([None, None, None, *DAYS]))
        action, place = Action(queue=queue), f"rules/x.toml:{number}"
        rule = Rule(
            name=f"R{number}", owner="us", reason="To try.", place=place, action=action, conditions=tuple(asked)
        )
        rules.append(replace(rule, expires=expires))
    return tuple(rules)
