"""Any case, and any roster it could meet."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.routing.facts import CaseFacts
from escalations.routing.roster import Candidate, Shift
from tests.routing.people import NOON

unhurried = settings(deadline=None)
"""The first decision of a run also reads the rules."""

FAMILIES = st.sampled_from(list(catalogue().families))
BOUNDARIES = st.sampled_from(list(catalogue().boundaries))
ROLES = st.sampled_from(["support_engineer", "duty_lead", "rapid_response", "auditor"])
LANGUAGES = st.sampled_from(["en", "de", "fr", "ja"])
MOMENTS = st.integers(-48 * 60, 48 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))
TEXTS = st.sampled_from(["", "under attack", "data loss in a container", "private dns zone", "nobody can sign in"])
CODES = st.sampled_from(["AADSTS50011", "AllocationFailed", "ImagePullBackOff", "exit 50", "HTTP 502"])

cases = st.builds(
    CaseFacts,
    severity=st.sampled_from(["A", "B", "C"]),
    boundary=BOUNDARIES,
    opened_at=st.just(NOON),
    family=st.none() | FAMILIES,
    family_sure=st.booleans(),
    product=st.none() | st.sampled_from(list(catalogue().products)),
    plan=st.none() | st.sampled_from(list(catalogue().plans)),
    cover=st.booleans(),
    region=st.none() | st.sampled_from(list(catalogue().regions)),
    language=LANGUAGES,
    error_codes=st.lists(CODES, max_size=2).map(tuple),
    text=TEXTS,
    problem_started_at=st.none() | MOMENTS,
)


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    start = draw(MOMENTS)
    return Shift(start=start, end=start + timedelta(minutes=draw(st.integers(1, 12 * 60))))


candidates = st.builds(
    Candidate,
    person_id=st.integers(1, 10_000),
    name=st.sampled_from(["Ada", "Ben", "Cleo", "Dora"]),
    role=ROLES,
    presence=st.sampled_from(["available", "available", "busy", "away", "offline"]),
    capacity=st.integers(0, 10),
    load=st.integers(0, 12),
    specialties=st.dictionaries(FAMILIES, st.integers(1, 5)),
    languages=st.lists(LANGUAGES, unique=True).map(tuple),
    clearances=st.dictionaries(BOUNDARIES, st.none() | MOMENTS),
    shifts=st.lists(
        st.just(Shift(start=NOON - timedelta(hours=2), end=NOON + timedelta(hours=6))) | shifts(), max_size=2
    ).map(tuple),
    last_assigned_at=st.none() | MOMENTS,
)

rosters = st.lists(candidates, max_size=8, unique_by=lambda candidate: candidate.person_id)
