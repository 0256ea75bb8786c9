from datetime import UTC, datetime, timedelta

import pytest

from escalations.incidents.facts import CaseFacts, IncidentFacts
from escalations.incidents.grounds import AFTER, BEFORE
from escalations.incidents.matching import SHOW_FROM, Match, match

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def a_case(**told: object) -> CaseFacts:
    usual = {
        "boundary": "public", "family": "storage", "product": "azure_files", "region": "westeurope", "opened_at": NOON + timedelta(minutes=40),
        "problem_started_at": NOON + timedelta(minutes=12), "text": "Mount of the share runs into a timeout",
    }  # fmt: skip
    return CaseFacts(**{**usual, **told})  # type: ignore[arg-type]


def an_incident(**told: object) -> IncidentFacts:
    usual = {
        "boundary": "public", "families": ("storage",), "products": ("azure_files",), "regions": ("westeurope",), "started_at": NOON,
        "mitigated_at": None, "text": "Shares do not mount: requests end in a timeout after the front ends were moved",
    }  # fmt: skip
    return IncidentFacts(**{**usual, **told})  # type: ignore[arg-type]


def found(case: CaseFacts, incident: IncidentFacts, *titles: str) -> Match:
    like = match(case, incident, titles)
    assert like is not None
    return like


def test_everything_fits_and_says_why() -> None:
    like = found(a_case(), an_incident())
    assert like.evidence == (
        "product Azure Files",
        "region West Europe",
        "problem started 12 min after the incident",
        "words: mount, share, timeout",
    )
    assert like.is_strong
    assert like.method == "text"
    assert like.score > 85


@pytest.mark.parametrize(
    "told",
    [
        {"boundary": "usgov"},
        {"family": "networking", "product": "vpn_gateway"},
        {"region": "northeurope"},
        {"problem_started_at": NOON - BEFORE - timedelta(minutes=1)},
    ],
)
def test_one_hard_fact_against_it_is_enough(told: dict[str, object]) -> None:
    assert match(a_case(**told), an_incident()) is None


def test_the_window_stays_open_for_two_hours_after_the_end() -> None:
    over = an_incident(mitigated_at=NOON + timedelta(hours=1))
    late = NOON + timedelta(hours=1) + AFTER
    assert match(a_case(problem_started_at=late), over)
    assert match(a_case(problem_started_at=late + timedelta(seconds=1)), over) is None


def test_customers_may_feel_it_before_we_date_it() -> None:
    early = found(a_case(problem_started_at=NOON - timedelta(minutes=20)), an_incident())
    assert "problem started 20 min before the incident" in early.evidence


def test_without_a_start_the_opening_counts_and_is_said_so() -> None:
    like = found(a_case(problem_started_at=None), an_incident())
    assert "opened 40 min after the incident" in like.evidence


def test_an_unknown_region_is_weaker_than_the_right_one() -> None:
    assert found(a_case(region=None), an_incident()).score < found(a_case(), an_incident()).score


def test_an_incident_without_regions_reaches_everywhere() -> None:
    assert "the incident is in all regions" in found(a_case(region="japaneast"), an_incident(regions=())).evidence


def test_an_unknown_product_of_the_family_may_still_be_it() -> None:
    like = found(a_case(product=None), an_incident(families=()))
    assert "family Storage, product not yet known" in like.evidence
    assert match(a_case(product="blob_storage"), an_incident(families=())) is None


def test_family_and_unknown_place_need_words_to_be_stored() -> None:
    silent = found(a_case(product=None, region=None, text="Nothing works"), an_incident())
    telling = found(
        a_case(product=None, region=None, text="Shares do not mount, timeout after front ends moved"), an_incident()
    )
    assert silent.score >= SHOW_FROM and not silent.is_strong
    assert telling.is_strong


def test_one_shared_word_is_no_likeness() -> None:
    assert (
        found(a_case(text="Timeout of a certificate"), an_incident(text="Shares run into a timeout")).method == "rule"
    )


def test_everyday_words_and_names_of_the_product_count_for_nothing() -> None:
    like = found(
        a_case(text="Azure Files in West Europe is not working"), an_incident(text="Azure Files in West Europe is down")
    )
    assert like.method == "rule"


def test_the_words_of_a_linked_case_help() -> None:
    case = a_case(text="Nightly export stalls at the ledger step")
    alone = found(case, an_incident())
    like = found(case, an_incident(), "The ledger export of the night stalls")
    assert like.score > alone.score
    assert like.evidence[-1] == "words of a linked case: export, ledger, stall"
