"""Any case, any rule, and any roster they could meet."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.routing.conditions import Condition
from escalations.routing.facts import CaseFacts, TextEvidence
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax, Rule, RuleSet
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

IDS = st.lists(st.integers(1, 30), max_size=3, unique=True).map(tuple)
CLOUDS = st.sampled_from([boundary.cloud for boundary in catalogue().boundaries.values()])
LEVELS = st.dictionaries(st.just("family") | FAMILIES, st.integers(1, 5), max_size=2)

cases = st.builds(
    CaseFacts,
    severity=st.sampled_from(["A", "B", "C"]),
    boundary=BOUNDARIES,
    opened_at=MOMENTS,
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
    cloud=st.none() | CLOUDS,
    familiar=IDS,
    not_again=IDS,
    waited_minutes=st.integers(0, 60),
    confidence=st.none() | st.floats(0, 1),
    evidence=st.lists(
        st.builds(TextEvidence, st.sampled_from(["pod", "san"]), st.floats(0, 9), FAMILIES), max_size=2
    ).map(tuple),
)


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    start = draw(MOMENTS)
    return Shift(start=start, end=start + timedelta(minutes=draw(st.integers(1, 12 * 60))))


candidates = st.builds(
    Candidate,
    person_id=st.integers(1, 30) | st.integers(31, 10_000),
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


@st.composite
def _steps(draw: st.DrawFn, require: dict[str, int], language: str | None) -> tuple[Relax, ...]:
    """Each asks for less than what was left, and none before the one it follows."""
    steps, after, left = [], 0, dict(require)
    for skill in draw(st.lists(st.sampled_from([*require, *(["language"] if language else [])]), max_size=4)):
        after += draw(st.integers(1, 30))
        if skill == "language":
            steps.append(Relax(after=after, language=False))
        elif left.get(skill, 0):
            left[skill] = draw(st.integers(0, left[skill] - 1))
            steps.append(Relax(after=after, skill=skill, level=left[skill]))
    return tuple(steps)


@st.composite
def _actions(draw: st.DrawFn) -> Action:
    require, language = draw(LEVELS), draw(st.sampled_from([None, "customer", "de"]))
    steps = draw(_steps(require, language)) if require or language else ()
    queue = draw(st.sampled_from(["family", *catalogue().queues]))
    return Action(queue=queue, require=require, prefer=draw(LEVELS), language=language, relax=steps, tags=("drawn",))


actions = _actions()

_WISHES = {
    "family": FAMILIES, "product": st.sampled_from(list(catalogue().products)[:6]), "severity": st.sampled_from(["A", "B", "C"]),
    "plan": st.sampled_from(list(catalogue().plans)), "boundary": BOUNDARIES, "cloud": CLOUDS, "language": LANGUAGES,
    "region": st.sampled_from(list(catalogue().regions)[:6]), "cover": st.sampled_from(["yes", "no"]),
    "family_sure": st.sampled_from(["yes", "no"]), "error_code": st.sampled_from(["AADSTS*", "allocationfailed", "exit 5?", "*PullBackOff"]),
    "text": st.sampled_from(["under attack", "data loss", "loss in a", "private dns zones", "attack under"]),
    "hours_running": st.sampled_from(["0", "12", "40"]),
    "time": st.sampled_from(["mon-fri 08:00-17:00", "sat-sun", "22:00-06:00", "fri-mon 20:00-04:00", "wed"]),
}  # fmt: skip
conditions = st.sampled_from(list(_WISHES)).flatmap(
    lambda fact: st.builds(
        Condition,
        fact=st.just(fact),
        wanted=st.lists(_WISHES[fact], min_size=1, max_size=1 if fact == "hours_running" else 3, unique=True).map(
            tuple
        ),
        unless=st.booleans(),
    )
)
_rules = st.lists(
    st.tuples(
        st.lists(conditions, min_size=1, max_size=3).map(tuple),
        actions,
        st.sampled_from([None, None, None, date(2026, 11, 15), NOON.date()]),
    ),
    max_size=6,
)


@st.composite
def _rule_sets(draw: st.DrawFn) -> RuleSet:
    drawn = [*draw(_rules), ((), draw(actions), None)]
    rules = tuple(
        Rule(name=f"Rule {number}", owner="leads", reason="Drawn.", place="drawn:1", conditions=asked, action=then, expires=until)
        for number, (asked, then, until) in enumerate(drawn)
    )  # fmt: skip
    shipped = rule_set()
    return RuleSet(rules=rules, hash="drawn", catalogue=shipped.catalogue, assignment=shipped.assignment)


rule_sets = _rule_sets()
