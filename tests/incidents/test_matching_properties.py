from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from escalations.catalog.words import stems_of
from escalations.incidents.facts import CaseFacts, IncidentFacts
from escalations.incidents.matching import match

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BOUNDARIES = st.sampled_from(["public", "usgov", "germany"])
FAMILIES = st.sampled_from(["storage", "networking", "databases"])
PRODUCTS = st.sampled_from(["azure_files", "blob_storage", "vpn_gateway"])
REGIONS = st.sampled_from(["westeurope", "northeurope", "usgovvirginia"])
MOMENTS = st.integers(-600, 6000).map(lambda minutes: NOON + timedelta(minutes=minutes))
WORDS = st.lists(
    st.sampled_from(["mount", "timeout", "share", "ledger", "export", "stall", "gateway", "probe", "quota", "lease"]),
    max_size=8,
).map(" ".join)


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    return CaseFacts(
        boundary=draw(BOUNDARIES), family=draw(FAMILIES), product=draw(st.none() | PRODUCTS), region=draw(st.none() | REGIONS),
        opened_at=draw(MOMENTS), problem_started_at=draw(st.none() | MOMENTS), text=draw(WORDS),
    )  # fmt: skip


@st.composite
def incidents(draw: st.DrawFn) -> IncidentFacts:
    started_at = draw(MOMENTS)
    return IncidentFacts(
        boundary=draw(BOUNDARIES), families=draw(st.lists(FAMILIES, max_size=2).map(tuple)), products=draw(st.lists(PRODUCTS, max_size=2).map(tuple)),
        regions=draw(st.lists(REGIONS, max_size=2).map(tuple)), started_at=started_at,
        mitigated_at=draw(st.none() | st.integers(0, 600).map(lambda minutes: started_at + timedelta(minutes=minutes))), text=draw(WORDS),
    )  # fmt: skip


TITLES = st.lists(WORDS, max_size=4)


@given(cases(), incidents(), TITLES)
def test_nothing_matches_across_a_boundary(case: CaseFacts, incident: IncidentFacts, titles: list[str]) -> None:
    assume(case.boundary != incident.boundary)
    assert match(case, incident, titles) is None


@given(cases(), incidents(), TITLES)
def test_a_score_stays_in_its_scale_and_has_its_evidence(
    case: CaseFacts, incident: IncidentFacts, titles: list[str]
) -> None:
    like = match(case, incident, titles)
    if like is not None:
        assert 0 < like.score <= 100
        assert len(like.evidence) == (4 if like.method == "text" else 3)


@given(cases(), incidents(), TITLES, st.sampled_from(["", "mount timeout share", "probe quota lease"]))
def test_words_never_decide_whether_it_may_be(
    case: CaseFacts, incident: IncidentFacts, titles: list[str], other: str
) -> None:
    assert (match(case, incident, titles) is None) == (match(replace(case, text=other), incident, []) is None)


@given(cases(), incidents(), TITLES, WORDS)
def test_one_more_linked_case_never_speaks_against_it(
    case: CaseFacts, incident: IncidentFacts, titles: list[str], more: str
) -> None:
    without, with_it = match(case, incident, titles), match(case, incident, [*titles, more])
    if without is not None and with_it is not None:
        assert with_it.score >= without.score


@given(cases(), incidents(), st.integers(-10_000, 10_000))
def test_only_the_distance_in_time_counts(case: CaseFacts, incident: IncidentFacts, minutes: int) -> None:
    by = timedelta(minutes=minutes)
    began = case.problem_started_at + by if case.problem_started_at else None
    moved_case = replace(case, opened_at=case.opened_at + by, problem_started_at=began)
    ended = incident.mitigated_at + by if incident.mitigated_at else None
    moved = replace(incident, started_at=incident.started_at + by, mitigated_at=ended)
    assert match(moved_case, moved) == match(case, incident)


@given(cases(), incidents(), TITLES)
def test_evidence_repeats_no_word_that_the_case_does_not_hold_itself(
    case: CaseFacts, incident: IncidentFacts, titles: list[str]
) -> None:
    like = match(case, incident, titles)
    if like is not None and like.method == "text":
        shown = like.evidence[-1].split(": ")[1].split(", ")
        assert set(shown) <= set(stems_of(case.text))


@given(cases(), incidents())
def test_the_order_of_what_an_incident_names_does_not_matter(case: CaseFacts, incident: IncidentFacts) -> None:
    turned = replace(
        incident, families=incident.families[::-1], products=incident.products[::-1], regions=incident.regions[::-1]
    )
    assert match(case, turned) == match(case, incident)
