"""A large support organisation that exists only for measuring: rules, engineers and cases, drawn with a fixed seed."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from escalations.catalog.loading import catalogue
from escalations.routing.conditions import Condition
from escalations.routing.facts import CaseFacts
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax, Rule, RuleSet

SEED = 20261121
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
WORDS = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text())["words"].split()
LANGUAGES = ("en", "en", "en", "en", "de", "fr", "ja", "es")
CODES = ("AADSTS", "KeyVault", "Allocation", "ImagePull", "SkuNot", "Quota", "Conn", "Http", "Disk", "Gateway")
SPANS = ("mon-fri 08:00-17:00", "sat-sun", "22:00-06:00", "mon-fri 17:00-23:00", "wed 10:00-14:00")


def large_rule_set(random: Random, count: int) -> RuleSet:
    """Most of the rules ask four things, so that cases get far down the list; the last asks nothing."""
    rules = [_rule(random, number) for number in range(count - 1)]
    last = Rule(name="Everything else", owner="leads", reason="The rest.", place="x:1", action=_action(random))
    return RuleSet(rules=(*rules, last), hash="bench", catalogue=rule_set().catalogue, assignment=rule_set().assignment)


def crowd(random: Random, count: int) -> list[Candidate]:
    """Three shifts around the globe; a third is at work, and most of those have something in hand."""
    return [_candidate(random, number + 1) for number in range(count)]


def cases(random: Random, count: int) -> Iterator[CaseFacts]:
    known = catalogue()
    for _ in range(count):
        boundary = random.choices(list(known.boundaries), (90, 5, 2, 2, 1))[0]
        yield CaseFacts(
            severity=random.choices(("A", "B", "C"), (5, 25, 70))[0],  # type: ignore[arg-type]
            boundary=boundary, opened_at=NOON - timedelta(minutes=random.randrange(10_000)), cloud=known.boundary(boundary).cloud,
            family=random.choice(list(known.families)), family_sure=random.random() < 0.9, product=random.choice(list(known.products)),
            plan=random.choice(list(known.plans)), cover=random.random() < 0.1, region=random.choice(list(known.regions)),
            language=random.choice(LANGUAGES), error_codes=tuple(_code(random) for _ in range(random.randrange(3))), text=_text(random, 150),
            problem_started_at=NOON - timedelta(hours=random.randrange(400)), waited_minutes=random.choice((0, 0, 0, 15, 45)),
        )  # fmt: skip


def _rule(random: Random, number: int) -> Rule:
    facts = random.sample(list(_WANTED), random.choice((3, 4, 4, 5)))
    conditions = tuple(
        Condition(fact=fact, wanted=tuple(_WANTED[fact](random)), unless=random.random() < 0.1) for fact in facts
    )
    return Rule(
        name=f"Rule {number}",
        owner="leads",
        reason="For measuring.",
        place=f"rules/bench.toml:{number * 9 + 1}",
        action=_action(random),
        conditions=conditions,
    )


def _action(random: Random) -> Action:
    level = random.choice((1, 1, 2, 3))
    relax = (Relax(after=15, skill="family", level=1), Relax(after=30, language=False)) if level > 1 else ()
    prefer = {random.choice(list(catalogue().families)): 2} if random.random() < 0.3 else {}
    return Action(queue="family", require={"family": level}, prefer=prefer, language="customer", relax=relax)


def _candidate(random: Random, number: int) -> Candidate:
    begins = NOON.replace(hour=0) + timedelta(hours=8 * (number % 3), minutes=random.randrange(0, 120, 15))
    shifts = tuple(
        Shift(start=begins + timedelta(days=day), end=begins + timedelta(days=day, hours=8)) for day in (0, 1)
    )
    boundaries = {"public": 1.0, "usgov": 0.2, "germany": 0.1, "france": 0.1, "singapore": 0.05}
    return Candidate(
        person_id=number, name=f"{random.choice(WORDS).title()} {random.choice(WORDS).title()}", role="support_engineer",
        presence=random.choices(("available", "busy", "away", "offline"), (6, 2, 1, 1))[0],  # type: ignore[arg-type]
        capacity=8, load=random.choice((0, 2, 3, 4, 5, 6, 7, 8)),
        specialties={family: random.randint(1, 5) for family in random.sample(list(catalogue().families), 3)},
        languages=tuple(dict.fromkeys(("en", random.choice(LANGUAGES)))),
        clearances={name: NOON + timedelta(days=random.randint(1, 300)) for name, share in boundaries.items() if random.random() < share},
        shifts=shifts, last_assigned_at=NOON - timedelta(minutes=random.randrange(600)),
    )  # fmt: skip


def _some(values: Callable[[], Any], most: int) -> Callable[[Random], list[str]]:
    return lambda random: random.sample(list(values()), random.randint(1, most))


def _phrases(random: Random) -> list[str]:
    return [" ".join(random.choices(WORDS, k=random.choice((1, 2, 2, 3)))) for _ in range(random.randint(1, 5))]


def _code(random: Random) -> str:
    return f"{random.choice(CODES)}{random.randrange(300)}"


def _patterns(random: Random) -> list[str]:
    return [random.choice((_code(random), f"{random.choice(CODES)}{random.randrange(30)}*")) for _ in range(2)]


def _text(random: Random, words: int) -> str:
    return " ".join(random.choices(WORDS, weights=range(len(WORDS), 0, -1), k=words))


_WANTED: dict[str, Callable[[Random], list[str]]] = {
    "family": _some(lambda: catalogue().families, 3), "product": _some(lambda: catalogue().products, 4),
    "severity": _some(lambda: "ABC", 2), "plan": _some(lambda: catalogue().plans, 2), "boundary": _some(lambda: catalogue().boundaries, 2),
    "region": _some(lambda: catalogue().regions, 3), "language": _some(lambda: dict.fromkeys(LANGUAGES), 2), "cover": _some(lambda: ("yes", "no"), 1),
    "error_code": _patterns, "text": _phrases, "time": _some(lambda: SPANS, 2),
    "hours_running": lambda random: [str(random.randrange(24, 400))],
}  # fmt: skip
