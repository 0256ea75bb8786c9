from datetime import UTC, datetime

import pytest

from escalations.known_issues.numbers import bounds_of, is_within, number_of, spoken_in
from escalations.known_issues.predicates import BadPredicate, checked_predicate, predicate_of
from escalations.routing.facts import CaseFacts


def facts(**told: object) -> CaseFacts:
    usual = {
        "severity": "B",
        "boundary": "public",
        "opened_at": datetime(2026, 11, 21, tzinfo=UTC),
        "text": "Mount error(13) on Kubernetes v1.28.3",
    }
    return CaseFacts(**{**usual, **told})  # type: ignore[arg-type]


def test_every_fact_must_hold_and_is_told() -> None:
    predicate = predicate_of('error_code = ["AADSTS*"]\ntext = "mount error"')
    assert predicate.evidence(facts(error_codes=("AADSTS50011",))) == ("AADSTS50011", "mount error")
    assert predicate.evidence(facts()) is None


def test_what_stands_below_unless_must_not_be() -> None:
    predicate = predicate_of('text = "mount error"\n\n[unless]\nregion = "westeurope"')
    assert predicate.evidence(facts(region="northeurope")) == ("mount error",)
    assert predicate.evidence(facts(region="westeurope")) is None


def test_a_version_is_a_number_in_the_text() -> None:
    predicate = predicate_of('version = [">=1.27, <1.29", "=6.2"]')
    assert predicate.evidence(facts()) == ("1.28.3",)
    assert predicate.evidence(facts(text="on 1.29.0")) is None
    assert predicate.evidence(facts(text="kernel 6.2.14")) == ("6.2.14",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('\neror_code = "x"', "line 2: it asks for 'eror_code', which no case has"),
        (
            'text = "a"\nproduct = "azure_file"',
            "line 2: it names the product 'azure_file', which does not exist. Use one of: azure_files",
        ),
        ('text = "a', "line 1: not valid TOML"),
        ('\n\nversion = "new"', "line 3: 'new' is no range of versions"),
        ("version = 1.29", "line 1: a version is written in quotes"),
        ('[unless]\nversion = "<2"', "line 2: version belongs above"),
        ("[[rule]]\nname = 1", "line 1: only facts belong here"),
        ("queue = 1\n[then]\nqueue = 2", "line 1: only facts belong here"),
        ("", "line 1: this asks for nothing"),
        ("text = []", "line 1: it wants text to be one of nothing"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(BadPredicate) as refused:
        predicate_of(text)
    assert complaint in str(refused.value)


def test_what_no_case_can_be_is_refused() -> None:
    with pytest.raises(BadPredicate, match="No case can be like this"):
        checked_predicate('region = "westeurope"\nboundary = "germany"', "everywhere")
    with pytest.raises(BadPredicate, match="No case of germany can"):
        checked_predicate('region = "westeurope"', "germany")
    assert checked_predicate('region = "westeurope"', "public").conditions


def test_ranges_of_versions() -> None:
    assert spoken_in("1.28.3 then v1.29 then 1.28.3, not 7 nor a1.2") == ["1.28.3", "1.29"]
    assert is_within(number_of("1.28"), bounds_of(">=1.28.0")) and not is_within(number_of("1.10"), bounds_of("<1.9"))
    for wrong in ("1.2", ">=", "> 1.x", ""):
        with pytest.raises(ValueError, match="no range of versions"):
            bounds_of(wrong)
