"""The words: how much what a case says is like what is said of an incident."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from ..catalog.words import stems_of
from .facts import CaseFacts, Ground, IncidentFacts
from .reach import family_name, product_name, region_name

_WORDS_COUNT_FROM = 40
_LONGEST_TEXT = 2000
_EVERYDAY = frozenset(stems_of(
    "a about after all also an and any are as at azure back be because been before but by can cannot case customer customers could did do does down "
    "error errors failed failing fails for from get had has have help how i if in incident into is issue issues it its just microsoft more my no not "
    "now of on one or other our out over please problem problems production see seen service services since so some still that the their them then "
    "there these they this to too up urgent us utc very was we were what when which while who why will with work working would you your"
))  # fmt: skip


def words_in_common(case: CaseFacts, incident: IncidentFacts, confirmed_titles: Iterable[str]) -> Ground:
    """The best likeness with the incident's own text or with one confirmed case. One shared word is no likeness."""
    named = _names_in(case, incident)
    mine = _telling(case.text) - named
    own = _likeness(mine, _telling(incident.text) - named, "words")
    like = (_likeness(mine, _telling(title) - named, "words of a linked case") for title in confirmed_titles)
    return max([own, *like], key=lambda ground: ground.points)


def _likeness(mine: frozenset[str], theirs: frozenset[str], lead: str) -> Ground:
    shared = mine & theirs
    if len(shared) < 2:
        return Ground(0)
    ratio = fuzz.token_set_ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))
    points = round(15 * max(0.0, ratio - _WORDS_COUNT_FROM) / (100 - _WORDS_COUNT_FROM))
    return Ground(points, f"{lead}: {', '.join(sorted(shared)[:6])}") if points else Ground(0)


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
