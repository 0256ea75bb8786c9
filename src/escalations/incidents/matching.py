"""Whether a case comes of an incident: hard facts first, then the words. Pure, and every point has its evidence.

Facts decide whether it may: same boundary, product or family, region, time. Words only say how likely it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from ..catalog.words import stems_of
from ..platform.time import spell
from .reach import families_of, family_name, product_name, region_name

BEFORE = timedelta(minutes=30)
"""Customers feel an incident before we date its beginning."""
AFTER = timedelta(hours=2)
"""And go on writing after it is mitigated."""
SUGGEST_FROM = 60
SHOW_FROM = 45
_NEAR, _FAR = timedelta(hours=2), timedelta(hours=12)
_WORDS_COUNT_FROM = 40
_LONGEST_TEXT = 2000
_EVERYDAY = frozenset(stems_of(
    "a about after all also an and any are as at azure back be because been before but by can cannot case customer customers could did do does down "
    "error errors failed failing fails for from get had has have help how i if in incident into is issue issues it its just microsoft more my no not "
    "now of on one or other our out over please problem problems production see seen service services since so some still that the their them then "
    "there these they this to too up urgent us utc very was we were what when which while who why will with work working would you your"
))  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFacts:
    boundary: str
    family: str
    product: str | None
    region: str | None
    opened_at: datetime
    problem_started_at: datetime | None
    text: str

    @property
    def began_at(self) -> datetime:
        return self.problem_started_at or self.opened_at


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentFacts:
    boundary: str
    families: tuple[str, ...]
    products: tuple[str, ...]
    regions: tuple[str, ...]
    started_at: datetime
    mitigated_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    score: int
    method: str
    evidence: tuple[str, ...]

    @property
    def is_strong(self) -> bool:
        return self.score >= SUGGEST_FROM


@dataclass(frozen=True, slots=True)
class _Ground:
    points: int
    evidence: str = ""


def match(case: CaseFacts, incident: IncidentFacts, confirmed_titles: Iterable[str] = ()) -> Match | None:
    """None when a hard fact speaks against it. `confirmed_titles` are of cases already known to come of this incident."""
    if case.boundary != incident.boundary:
        return None
    hard = (_what(case, incident), _where(case, incident), _when(case, incident))
    grounds = [ground for ground in hard if ground]
    if len(grounds) < len(hard):
        return None
    words = _words(case, incident, confirmed_titles)
    evidence = tuple(ground.evidence for ground in [*grounds, words] if ground.evidence)
    return Match(sum(ground.points for ground in [*grounds, words]), "text" if words.points else "rule", evidence)


def _what(case: CaseFacts, incident: IncidentFacts) -> _Ground | None:
    if case.product and case.product in incident.products:
        return _Ground(40, f"product {product_name(case.product)}")
    if case.family in incident.families:
        return _Ground(25, f"family {family_name(case.family)}")
    if not case.product and case.family in families_of(incident.products):
        return _Ground(20, f"family {family_name(case.family)}, product not yet known")
    return None


def _where(case: CaseFacts, incident: IncidentFacts) -> _Ground | None:
    if case.region and case.region in incident.regions:
        return _Ground(25, f"region {region_name(case.region)}")
    if not incident.regions:
        return _Ground(12, "the incident is in all regions")
    return None if case.region else _Ground(8, "region not yet known")


def _when(case: CaseFacts, incident: IncidentFacts) -> _Ground | None:
    end = incident.mitigated_at + AFTER if incident.mitigated_at else None
    if case.began_at < incident.started_at - BEFORE or (end and case.began_at > end):
        return None
    lag = case.began_at - incident.started_at
    points = 20 if lag <= _NEAR else 12 if lag <= _FAR else 6
    what = "problem started" if case.problem_started_at else "opened"
    when = (
        "together with"
        if abs(lag) < timedelta(minutes=1)
        else f"{spell(lag)} {'before' if lag < timedelta(0) else 'after'}"
    )
    return _Ground(points, f"{what} {when} the incident")


def _words(case: CaseFacts, incident: IncidentFacts, confirmed_titles: Iterable[str]) -> _Ground:
    """The best likeness with the incident's own text or with one confirmed case. One shared word is no likeness."""
    named = _names_in(case, incident)
    mine = _telling(case.text) - named
    own = _likeness(mine, _telling(incident.text) - named, "words")
    like = (_likeness(mine, _telling(title) - named, "words of a linked case") for title in confirmed_titles)
    return max([own, *like], key=lambda ground: ground.points)


def _likeness(mine: frozenset[str], theirs: frozenset[str], lead: str) -> _Ground:
    shared = mine & theirs
    if len(shared) < 2:
        return _Ground(0)
    ratio = fuzz.token_set_ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))
    points = round(15 * max(0.0, ratio - _WORDS_COUNT_FROM) / (100 - _WORDS_COUNT_FROM))
    return _Ground(points, f"{lead}: {', '.join(sorted(shared)[:6])}") if points else _Ground(0)


def _telling(text: str) -> frozenset[str]:
    return (
        frozenset(stem for stem in stems_of(text[:_LONGEST_TEXT]) if len(stem) > 2 and not stem.isdecimal()) - _EVERYDAY
    )


def _names_in(case: CaseFacts, incident: IncidentFacts) -> frozenset[str]:
    """What is already evidence as product, family or region does not count again as a word."""
    names = [
        *map(product_name, incident.products),
        *map(family_name, [*incident.families, case.family]),
        *map(region_name, incident.regions),
    ]
    return frozenset(stem for name in names for stem in stems_of(name))
