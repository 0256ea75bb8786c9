"""Candidates and facts for routing tests: everybody can do everything, until a test says otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

from escalations.catalog import catalogue
from escalations.routing.facts import CaseFacts
from escalations.routing.roster import Candidate, Shift

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
EIGHT_TO_FOUR = Shift(start=NOON - timedelta(hours=4), end=NOON + timedelta(hours=4))


def a_candidate(person_id: int = 1, **given: Any) -> Candidate:
    usual: dict[str, Any] = {
        "person_id": person_id,
        "name": f"Person {person_id}",
        "role": "support_engineer",
        "presence": "available",
        "capacity": 6,
        "specialties": dict.fromkeys(catalogue().families, 3),
        "languages": ("en",),
        "clearances": dict.fromkeys(catalogue().boundaries),
        "shifts": (EIGHT_TO_FOUR,),
    }
    return Candidate(**{**usual, **given})


def a_case(**given: Any) -> CaseFacts:
    usual: dict[str, Any] = {
        "severity": "B",
        "boundary": "public",
        "opened_at": NOON,
        "family": "kubernetes",
        "family_sure": True,
        "plan": "standard",
    }
    return CaseFacts(**{**usual, **given})
