"""Whether a case comes of an incident: hard facts first, then the words. Pure, and every point has its evidence.

Facts decide whether it may: same boundary, product or family, region, time; or a subscription that is known to be hit. Words only
say how likely it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .facts import CaseFacts, Ground, IncidentFacts
from .grounds import ground_of_place, ground_of_product, ground_of_time
from .likeness import words_in_common

SUGGEST_FROM = 60
SHOW_FROM = 45


@dataclass(frozen=True, slots=True)
class Match:
    score: int
    method: str
    evidence: tuple[str, ...]

    @property
    def is_strong(self) -> bool:
        return self.score >= SUGGEST_FROM


def match(
    case: CaseFacts, incident: IncidentFacts, confirmed_titles: Iterable[str] = (), *, listed: str | None = None
) -> Match | None:
    """None when a hard fact speaks against it. `confirmed_titles` are of cases already known to come of this incident, `listed` is
    the case's subscription when it is on the incident's list: then neither product nor region can speak against it."""
    if case.boundary != incident.boundary:
        return None
    product, place = ground_of_product(case, incident), ground_of_place(case, incident)
    if listed:
        product, place = product or Ground(0), Ground(45, f"subscription {listed} is listed as impacted")
    hard = (product, place, ground_of_time(case, incident))
    grounds = [ground for ground in hard if ground]
    if len(grounds) < len(hard):
        return None
    words = words_in_common(case, incident, confirmed_titles)
    evidence = tuple(ground.evidence for ground in [*grounds, words] if ground.evidence)
    score = min(100, sum(ground.points for ground in [*grounds, words]))
    return Match(score, "subscription" if listed else "text" if words.points else "rule", evidence)
